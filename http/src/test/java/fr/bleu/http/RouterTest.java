package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final Endpoint NOTHING = (r, c) -> Answer.of(200);

    private static Route route(Site site, String method, String path, String... query) {
        Map<String, String> wanted =
                switch (query.length) {
                    case 0 -> Map.of();
                    case 2 -> Map.of(query[0], query[1]);
                    default -> Map.of(query[0], query[1], query[2], query[3]);
                };
        return new Route(site, method, path, wanted, TestServer.OPEN, NOTHING);
    }

    private static Router router(Route... routes) {
        return new Router(TestServer.PROTOCOLS, List.of(routes));
    }

    private static final Router BLOB =
            router(
                    route(Site.BLOB, "GET", "/", "comp", "list"),
                    route(Site.BLOB, "PUT", "/{container}", "restype", "container"),
                    route(Site.BLOB, "GET", "/{container}", "restype", "container", "comp", "list"),
                    route(Site.BLOB, "GET", "/{container}/{blob...}"),
                    route(Site.BLOB, "PUT", "/{container}/{blob...}"),
                    route(Site.BLOB, "PUT", "/{container}/{blob...}", "comp", "block"));

    private static Router.Match blob(String method, String path, String query) {
        return BLOB.match(Site.BLOB, method, path, Query.parse(query));
    }

    private static int status(Router router, Site site, String method, String path, String query) {
        return assertThrows(
                        Failure.class, () -> router.match(site, method, path, Query.parse(query)))
                .status();
    }

    @Test
    void discriminatingParametersChooseTheOperation() {
        assertEquals("/", blob("GET", "/", "comp=list").route().path());
        assertEquals(
                Map.of("comp", "block"),
                blob("PUT", "/c/b", "blockid=AA%3D&comp=block&timeout=30").route().query());
        assertEquals(Map.of(), blob("PUT", "/c/b", "timeout=30").route().query());
        assertEquals(
                "/{container}", blob("GET", "/c/", "restype=container&comp=list").route().path());
    }

    @Test
    void anOperationThatDoesNotExistIsNeverTakenForAnother() {
        assertEquals(400, status(BLOB, Site.BLOB, "PUT", "/c/b", "comp=lease"));
        assertEquals(400, status(BLOB, Site.BLOB, "PUT", "/c/b", "comp="));
        assertEquals(400, status(BLOB, Site.BLOB, "PUT", "/c/b", "COMP=lease"));
        assertEquals(400, status(BLOB, Site.BLOB, "PUT", "/c/b", "c%6Fmp=lease"));
        assertEquals(400, status(BLOB, Site.BLOB, "PUT", "/c/b", "comp=block&comp=block"));
        assertEquals(400, status(BLOB, Site.BLOB, "PUT", "/c/b", "comp=Block"));
        assertEquals(400, status(BLOB, Site.BLOB, "PUT", "/c/b", "comp=block&restype=container"));
        assertEquals(400, status(BLOB, Site.BLOB, "GET", "/c", "restype=container"));
        assertEquals(400, status(BLOB, Site.BLOB, "GET", "/c/", "comp=list"));
    }

    @Test
    void aKnownPathNamesTheMethodsThatItHas() {
        Failure failure =
                assertThrows(Failure.class, () -> blob("DELETE", "/c", "restype=container"));
        assertEquals(405, failure.status());
        assertEquals("UnsupportedHttpVerb", failure.code());
        assertEquals(List.of(new Headers.Header("Allow", "GET, PUT")), failure.headers().all());
        assertEquals(404, status(BLOB, Site.GRAPH, "GET", "/c", ""));
    }

    @Test
    void segmentsAreSplitBeforeTheyAreDecoded() {
        assertEquals(
                Map.of("container", "c", "blob", "a/../b//x/"),
                blob("GET", "/c/a%2F../b//x/", "").parameters());
        assertEquals(
                Map.of("container", "c/d", "blob", "e"), blob("GET", "/c%2Fd/e", "").parameters());
        assertEquals(Map.of("container", "..", "blob", "e"), blob("GET", "/../e", "").parameters());
        assertEquals("/", blob("GET", "/c//", "").parameters().get("blob"));
    }

    @Test
    void whatCannotBeDecodedIsRefused() {
        for (String bad :
                List.of("/c/%00", "/c/%", "/c/%f", "/c/%fg", "/c/%ff", "/c/%c0%80", "c")) {
            assertEquals(400, status(BLOB, Site.BLOB, "GET", bad, ""), bad);
        }
    }

    @Test
    void resourceManagerIgnoresCaseAndDoubledSlashes() {
        Router arm =
                router(
                        route(Site.MANAGEMENT, "GET", "/subscriptions/{s}/resourceGroups/{g}"),
                        route(
                                Site.MANAGEMENT,
                                "GET",
                                "/subscriptions/{s}/providers/{p}/{rest...}"));
        assertEquals(
                Map.of("s", "S1", "g", "Rg"),
                arm.match(
                                Site.MANAGEMENT,
                                "GET",
                                "//Subscriptions/S1/resourcegroups//Rg/",
                                Query.EMPTY)
                        .parameters());
        assertEquals(
                "virtualNetworks/v",
                arm.match(
                                Site.MANAGEMENT,
                                "GET",
                                "/subscriptions/s/providers/Microsoft.Network//virtualNetworks/v",
                                Query.EMPTY)
                        .parameters()
                        .get("rest"));
    }

    @Test
    void theMostSpecificPathDecidesAlone() {
        Router vault =
                router(
                        route(Site.VAULT, "GET", "/secrets/{name}/{version}"),
                        route(Site.VAULT, "GET", "/secrets/{name}/versions"),
                        route(Site.VAULT, "PUT", "/secrets/{rest...}"),
                        route(Site.VAULT, "GET", "/secrets/{name}"));
        assertEquals(
                "/secrets/{name}/versions",
                vault.match(Site.VAULT, "GET", "/secrets/n/versions", Query.EMPTY).route().path());
        assertEquals(
                "/secrets/{name}",
                vault.match(Site.VAULT, "GET", "/secrets/n/", Query.EMPTY).route().path());
        assertEquals(405, status(vault, Site.VAULT, "PUT", "/secrets/n/versions", ""));
        assertEquals(
                "/secrets/{rest...}",
                vault.match(Site.VAULT, "PUT", "/secrets/a/b/c", Query.EMPTY).route().path());
        assertEquals(404, status(vault, Site.VAULT, "GET", "/Secrets/n", ""));
        assertEquals(404, status(vault, Site.VAULT, "GET", "//secrets/n", ""));
    }

    @Test
    void routesThatCannotBeToldApartAreRefused() {
        assertRefused(route(Site.VAULT, "GET", "/a/{x}"), route(Site.VAULT, "GET", "/a/{y}"));
        assertRefused(route(Site.MANAGEMENT, "GET", "/Aa"), route(Site.MANAGEMENT, "GET", "/aA"));
        assertRefused(route(Site.VAULT, "GET", "/a", "comp", "list"));
        assertRefused(route(Site.VAULT, "GET", "/{x}/{x}"));
        assertRefused(route(Site.VAULT, "GET", "/{x...}/a"));
        assertRefused(route(Site.VAULT, "GET", "/a{x}"));
        assertRefused(route(Site.VAULT, "GET", "a"));
        assertRefused(route(Site.VAULT, "GET", "/a/"));
    }

    private static void assertRefused(Route... routes) {
        assertThrows(IllegalArgumentException.class, () -> router(routes));
    }

    @Test
    void namesAndValuesOfQueriesAreDecodedAsAzureDoes() {
        Query query = Query.parse("api%2Dversion=7.4&$Filter=a+eq+'b%2Bc'&x&x=1&&=e");
        assertEquals("7.4", query.first("API-version").orElseThrow());
        assertEquals("a eq 'b+c'", query.first("$filter").orElseThrow());
        assertEquals(List.of("", "1"), query.parameters().get("x"));
        assertThrows(IllegalArgumentException.class, () -> Query.parse("a=%ff"));
        assertThrows(IllegalArgumentException.class, () -> Query.parse("a&".repeat(300)));
    }
}
