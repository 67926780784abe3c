package fr.bleu.storage;

import static fr.bleu.storage.CopyRequests.HERE;
import static fr.bleu.storage.CopyRequests.SMALL;
import static fr.bleu.storage.CopyRequests.THERE;
import static fr.bleu.storage.CopyRequests.authorized;
import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.trust.Scope;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose blobs may be copied, and by whom. */
class CopySourceTest {
    private final CopyRequests copies = new CopyRequests();
    private final World world = copies.world;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aSourceNeedsItsOwnCredential() {
        String refused = "401 CannotVerifyCopySource";
        assertEquals(refused, outcome(world.send(copies.copy("/con/a", THERE + "/con/large"))));
        Answer answer = world.send(copies.putFrom("/con/a", THERE + "/con/large"));
        assertEquals(refused, outcome(answer));
        assertEquals(
                "NoAuthenticationInformation", World.header(answer, "x-ms-copy-source-error-code"));
        assertEquals("401", World.header(answer, "x-ms-copy-source-status-code"));
        assertEquals(
                "403 CannotVerifyCopySource",
                outcome(
                        world.send(
                                copies.copy("/con/a", THERE + "/con/large")
                                        .with("x-ms-copy-source-authorization", "Bearer no"))));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(
                        world.send(
                                copies.copy("/con/a", THERE + "/con/large")
                                        .with("x-ms-copy-source-authorization", "Basic no"))));
        world.principal("nobody");
        assertEquals(
                "403 CannotVerifyCopySource",
                outcome(
                        world.send(
                                copies.copy("/con/a", HERE + "/con/large")
                                        .with("x-ms-copy-source-authorization", "Bearer nobody"))));
        assertEquals("404 BlobNotFound", outcome(world.send("GET", "/con/a")));
    }

    @Test
    void aWriterWithoutLeaveToReadCopiesNothing() {
        var writer = world.principal("writer");
        world.grant(
                writer,
                "Storage Blob Data Contributor",
                ContainerTarget.scope(world.accountScope("acct"), "con"));
        assertEquals("201", outcome(world.send("PUT", "/secret?restype=container")));
        assertEquals("201", outcome(world.put("/secret/s", SMALL)));
        FakeRequest copy =
                world.anonymous("PUT", "/con/a")
                        .with("authorization", "Bearer writer")
                        .with("x-ms-copy-source", HERE + "/secret/s");
        assertEquals("403 CannotVerifyCopySource", outcome(world.send(copy)));
    }

    @Test
    void outsideThePlatformNothingIsReached() {
        for (String source :
                new String[] {
                    "https://example.com/con/large",
                    "https://acct.blob.core.windows.net/con/large",
                    "https://acct.blob.core.bleu.localhost:9999/con/large",
                    "https://localhost:1/acct/con/large",
                    "https://evil@acct.blob.core.bleu.localhost:8443/con/large",
                    "https://login.bleu.localhost:8443/con/large",
                    HERE + "/con",
                }) {
            Answer answer = world.send(authorized(copies.copy("/con/a", source)));
            assertEquals("403 AuthorizationFailure", outcome(answer), source);
            assertTrue(World.text(answer).contains("bleu.transfer.outside"));
        }
        for (String source :
                new String[] {"ftp://x/con/large", "/con/large", "", "https://[", "a b"}) {
            assertEquals(
                    "400 InvalidHeaderValue",
                    outcome(world.send(copies.copy("/con/a", source))),
                    source);
        }
        assertEquals(
                "202",
                outcome(
                        world.send(
                                copies.copy("/con/a", "https://localhost:8443/acct/con/large"))));
    }

    @Test
    void anotherTenantsBlobIsRefusedEvenWithItsCredential() {
        world.tokens.put("Bearer foreigner", world.bearForeigner("foreign"));
        String origin = "https://foreign.blob.core.bleu.localhost:8443";
        FakeRequest container = world.anonymous("PUT", "/con?restype=container");
        container.with("authorization", "Bearer foreigner").label("foreign").baseUrl(origin);
        assertEquals("201", outcome(world.send(container)));
        FakeRequest put = world.anonymous("PUT", "/con/b").with("x-ms-blob-type", "BlockBlob");
        put.with("authorization", "Bearer foreigner").label("foreign").baseUrl(origin).body(SMALL);
        assertEquals("201", outcome(world.send(put)));
        for (FakeRequest request :
                new FakeRequest[] {
                    copies.copy("/con/a", origin + "/con/b"),
                    copies.putFrom("/con/a", origin + "/con/b"),
                    copies.copy("/con/a?comp=block&blockid=AAAA", origin + "/con/b")
                }) {
            Answer answer =
                    world.send(request.with("x-ms-copy-source-authorization", "Bearer foreigner"));
            assertEquals("403 AuthorizationFailure", outcome(answer));
            assertTrue(World.text(answer).contains("bleu.transfer.tenant"));
        }
        assertEquals(
                "403 CannotVerifyCopySource",
                outcome(world.send(authorized(copies.copy("/con/a", origin + "/con/b")))));
    }

    @Test
    void theConnectionAndNotTheAddressSaysWhetherASourcesCredentialIsSafe() {
        String httpsOnly =
                Sas.service(
                        world.account("acct"),
                        "con/small",
                        Map.of("sr", "b", "sp", "r", "spr", "https"));
        String writing = Sas.service(world.account("acct"), "con", Map.of("sr", "c", "sp", "rw"));
        String plain = "http://acct.blob.core.bleu.localhost:8080";
        FakeRequest signed =
                world.anonymous("PUT", "/con/a?" + writing)
                        .baseUrl(plain)
                        .with("x-ms-copy-source", HERE + "/con/small?" + httpsOnly);
        Answer refused = world.send(signed);
        assertEquals("403 CannotVerifyCopySource", outcome(refused));
        assertEquals(
                "AuthorizationProtocolMismatch",
                World.header(refused, "x-ms-copy-source-error-code"));
        FakeRequest token =
                world.anonymous("PUT", "/con/a?" + writing)
                        .baseUrl(plain)
                        .with("x-ms-copy-source", HERE + "/con/small");
        assertEquals("400 CannotVerifyCopySource", outcome(world.send(authorized(token))));
        String overTls = HERE.replace("https:", "http:") + "/con/small?" + httpsOnly;
        assertEquals("202", outcome(world.send(copies.copy("/con/a", overTls))));
    }

    @Test
    void aReaderCopiesNothing() {
        world.principal("reader");
        world.grant(world.tokens.get("Bearer reader"), "Storage Blob Data Reader", Scope.of(""));
        FakeRequest copy =
                world.anonymous("PUT", "/con/a")
                        .with("authorization", "Bearer reader")
                        .with("x-ms-copy-source", HERE + "/con/large");
        assertEquals("403 AuthorizationPermissionMismatch", outcome(world.send(copy)));
    }
}
