package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.storage.Signed;
import fr.bleu.storage.World;
import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An account with a locked container survives its own and its group's deletion. */
class HeldAccountTest {
    private static final String TEMPLATE =
            """
            {"location":"francecentral","kind":"StorageV2","sku":{"name":"Standard_LRS"}}\
            """;

    private ArmPlatform platform;
    private String key;

    @BeforeEach
    void open() throws Exception {
        platform = new ArmPlatform();
        platform.arm("PUT", platform.account("heldone"), TEMPLATE);
        Answer keys = platform.arm("POST", platform.account("heldone") + "/listKeys", "");
        key = ArmPlatform.json(keys).path("keys").path(0).path("value").asString();
        assertEquals("201", send(blob("PUT", "/con?restype=container")));
        lock();
        assertEquals(
                "201", send(blob("PUT", "/con/b").with("x-ms-blob-type", "BlockBlob").body("x")));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private void lock() {
        UUID account = platform.trust.names().find("storage", "heldone").orElseThrow().owner();
        Permit permit =
                platform.trust
                        .authorizer()
                        .permit(
                                platform.owner,
                                Action.write(
                                        "Microsoft.Storage/storageAccounts/blobServices/"
                                                + "containers/immutabilityPolicies/write"),
                                Target.in(
                                        platform.owner.tenant(),
                                        account,
                                        Scope.of(
                                                platform.account("heldone")
                                                        + "/blobServices/default/containers/con")));
        platform.storage.containerPolicies().set(permit, 1, Optional.empty());
        platform.storage.containerPolicies().lock(permit, Optional.empty());
    }

    private FakeRequest blob(String method, String target) {
        return platform.blob("heldone", method, target);
    }

    private String send(FakeRequest request) {
        return World.outcome(
                platform.send(Signed.sharedKey(request, "heldone", key, platform.clock.instant())));
    }

    @Test
    void theAccountIsNotDeleted() {
        Answer answer = platform.arm("DELETE", platform.account("heldone"), "");
        assertEquals("409 AccountProtectedFromDeletion", ArmPlatform.outcome(answer));
        assertEquals("200", send(blob("GET", "/con/b")));
    }

    @Test
    void theGroupIsNotDeleted() throws Exception {
        Answer begun = platform.arm("DELETE", platform.group("g"), "");
        assertEquals(202, begun.status());
        String poll = World.header(begun, "Location").replaceFirst("^https://[^/]*", "");
        poll = poll.substring(0, poll.indexOf('?'));
        Answer ended = platform.arm("GET", poll, "");
        while (ended.status() == 202) {
            Thread.sleep(20);
            ended = platform.arm("GET", poll, "");
        }
        assertNotEquals(200, ended.status());
        assertTrue(World.text(ended).contains("AccountProtectedFromDeletion"), World.text(ended));
        assertEquals("200", send(blob("GET", "/con/b")));
        assertEquals(
                "200", ArmPlatform.outcome(platform.arm("GET", platform.account("heldone"), "")));
    }
}
