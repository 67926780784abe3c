package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.HostResolver.Destination;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DomainsTest {
    private static final Domains DOMAINS = Domains.at(8443);
    private static final HostResolver HOSTS = new HostResolver(DOMAINS);

    private static Destination local(String path) {
        return HOSTS.resolve("localhost", path).orElseThrow();
    }

    @Test
    void namesFollowFromTheBase() {
        assertEquals("https://login.bleu.localhost:8443", DOMAINS.url(Site.LOGIN));
        assertEquals("core.bleu.localhost:8443", DOMAINS.storageSuffix());
        assertEquals("vault.bleu.localhost:8443", DOMAINS.vaultSuffix());
        assertEquals("https://a.blob.core.bleu.localhost:8443", DOMAINS.blobUrl("a"));
        assertEquals(
                "https://kv.vault.cloud.example", new Domains("Cloud.Example", 443).vaultUrl("kv"));
        for (String bad :
                List.of("", "localhost", "10.0.0.1", "a..b", "-a.b", "a_b", "a/b", "é.fr")) {
            assertThrows(IllegalArgumentException.class, () -> new Domains(bad, 443), bad);
        }
    }

    @Test
    void websitesStandApartFromWherePeopleSignIn() {
        assertEquals("https://acct.bleu-web.localhost:8443", DOMAINS.webUrl("acct"));
        assertEquals(
                "https://acct.pages.example",
                new Domains("cloud.example", "Pages.Example", 443).webUrl("acct"));
        for (String bad :
                List.of(
                        "cloud.example",
                        "web.cloud.example",
                        "a.b.cloud.example",
                        "example",
                        "intranet",
                        "localhost",
                        "10.0.0.1",
                        "")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Domains("cloud.example", bad, 443),
                    bad);
        }
        new Domains("cloud.example", "cloud.example.org", 443);
        new Domains("cloud.example", "webcloud.example", 443);
    }

    @Test
    void aWebsiteIsReachedByItsHostAndByNothingElse() {
        assertEquals(
                Optional.of(new Destination(Site.WEB, "acct", false, "/a/")),
                HOSTS.resolve("acct.bleu-web.localhost", "/a/"));
        for (String host :
                List.of(
                        "bleu-web.localhost",
                        "a.b.bleu-web.localhost",
                        "acct.web.bleu.localhost",
                        "acctbleu-web.localhost")) {
            assertEquals(Optional.empty(), HOSTS.resolve(host, "/"), host);
        }
        assertEquals(Site.BLOB, local("/acct/$web/index.html").site());
    }

    @Test
    void theCertificateCoversWebsitesAndTheCaIsConfinedToTheirDomain() {
        assertTrue(DOMAINS.certificateNames().contains("*.bleu-web.localhost"));
        // A root from before there were websites still does.
        assertEquals(List.of("bleu.localhost", "localhost"), DOMAINS.permittedSubtrees());
        assertEquals(
                List.of("cloud.example", "localhost", "pages.example"),
                new Domains("cloud.example", "pages.example", 443).permittedSubtrees());
    }

    @Test
    void localhostTellsSitesApartByTheFirstSegment() {
        String guid = "/11111111-2222-3333-4444-555555555555";
        for (String path :
                List.of(
                        "/adfs/t/x",
                        "/common/discovery/instance",
                        "/organizations/v2.0/.well-known/openid-configuration",
                        guid + "/oauth2/v2.0/token",
                        guid,
                        "/contoso.example/oauth2/token",
                        "//Common/oauth2")) {
            assertEquals(Site.LOGIN, local(path).site(), path);
        }
        for (String path :
                List.of(
                        "/",
                        "//subscriptions",
                        "/SUBSCRIPTIONS/x",
                        "/%73ubscriptions",
                        "/metadata/endpoints",
                        "/%ff",
                        "//acct")) {
            assertEquals(Site.MANAGEMENT, local(path).site(), path);
        }
        assertEquals(Site.GRAPH, local("/v1.0/me").site());
        assertEquals(new Destination(Site.BLOB, "acct", true, "/c/b"), local("/acct/c/b"));
        assertEquals(new Destination(Site.BLOB, "acct", true, "/"), local("/acct"));
        assertEquals(new Destination(Site.BLOB, "acct", true, "/"), local("/acct/"));
        assertEquals("/common/x", local("//common/x").routePath());
    }

    @Test
    void whatLocalhostKeepsForItselfIsNoAccount() {
        for (String name :
                List.of("subscriptions", "common", "adfs", "metadata", "beta", "login")) {
            assertTrue(ReservedSegments.isReserved(name), name);
        }
        assertFalse(ReservedSegments.isReserved("acct1"));
    }

    @Test
    void hostsAreComparedWithoutCaseAndPort() {
        assertEquals(Optional.of("localhost"), HostResolver.host("LocalHost:1"));
        assertEquals(Optional.of("[::1]"), HostResolver.host("[::1]:8443"));
        for (String bad : List.of("", ":1", "a:", "a:b", "a:1:2", "[::1", "[::1]x", "a:123456")) {
            assertEquals(
                    Optional.empty(),
                    HostResolver.host(bad).flatMap(h -> HOSTS.resolve(h, "/")),
                    bad);
        }
    }
}
