package fr.bleu.storage;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.FakeRequest;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Containers that are open to everybody, where the operator, the account and its owner say so. */
class PublicAccessTest {
    private static final String ACL = "/aaa?restype=container&comp=acl";
    private static final String CHALLENGE = "401 NoAuthenticationInformation";
    private static final AccountRules OPEN = new AccountRules(true, true);

    private World world;

    @BeforeEach
    void open() {
        fill(new World(true));
        world.management.setRules("acct", OPEN);
    }

    private void fill(World other) {
        world = other;
        world.send("PUT", "/aaa?restype=container");
        world.put("/aaa/b", new byte[] {1, 2, 3});
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String set(String level) {
        return outcome(
                world.send(
                        world.request("PUT", ACL).with("x-ms-blob-public-access", level).body("")));
    }

    private String anyone(String method, String target) {
        return outcome(
                world.send(
                        world.anonymous(method, target)
                                .with("x-ms-blob-type", "BlockBlob")
                                .body("")));
    }

    @Test
    void aPublicBlobIsReadByItsNameOnly() {
        assertEquals(CHALLENGE, anyone("GET", "/aaa/b"));
        assertEquals("200", set("blob"));
        assertEquals("200", anyone("GET", "/aaa/b"));
        assertEquals("200", anyone("HEAD", "/aaa/b"));
        assertEquals("200", anyone("GET", "/aaa/b?comp=metadata"));
        assertEquals("200", anyone("GET", "/aaa/b?comp=blocklist"));
        assertEquals(
                "403 AuthorizationPermissionMismatch",
                anyone("GET", "/aaa/b?comp=blocklist&blocklisttype=all"));
        assertEquals("404 BlobNotFound", anyone("GET", "/aaa/none"));
        assertEquals(CHALLENGE, anyone("GET", "/aaa?restype=container&comp=list"));
        assertEquals(CHALLENGE, anyone("GET", "/aaa?restype=container"));
        onlyReads();
    }

    /** The account was looked at before the clock. */
    @Test
    void noContainerIsOpenedWhenTheAccountClosesMeanwhile() {
        Permit permit =
                world.trust
                        .authorizer()
                        .permit(
                                world.owner,
                                Actions.WRITE_CONTAINER,
                                Target.in(
                                                world.tenant,
                                                world.account("acct").id(),
                                                ContainerTarget.scope(
                                                        world.accountScope("acct"), "aaa"))
                                        .opened());
        Containers containers = world.storage.containers();
        world.clock.atLook(1, () -> world.management.setRules("acct", AccountRules.DEFAULT));
        Failure failure =
                assertThrows(
                        Failure.class,
                        () ->
                                containers.update(
                                        permit, Optional.empty(), Optional.of(PublicAccess.BLOB)));
        assertTrue(world.clock.looked());
        assertEquals("PublicAccessNotPermitted", failure.code());
        world.management.setRules("acct", OPEN);
        world.clock.atLook(1, () -> world.management.setRules("acct", AccountRules.DEFAULT));
        ContainerAccess blobs = new ContainerAccess(PublicAccess.BLOB, List.of());
        failure =
                assertThrows(
                        Failure.class, () -> containers.setAccess(permit, blobs, Conditions.NONE));
        assertTrue(world.clock.looked());
        assertEquals("PublicAccessNotPermitted", failure.code());
    }

    @Test
    void aPublicContainerIsListedToo() {
        assertEquals("200", set("container"));
        assertEquals("200", anyone("GET", "/aaa/b"));
        assertEquals("200", anyone("GET", "/aaa?restype=container&comp=list"));
        assertEquals("200", anyone("GET", "/aaa?restype=container"));
        assertEquals("200", anyone("GET", "/aaa?restype=container&comp=metadata"));
        onlyReads();
    }

    private void onlyReads() {
        assertEquals(CHALLENGE, anyone("PUT", "/aaa/n"));
        assertEquals(CHALLENGE, anyone("PUT", "/aaa/b?comp=metadata"));
        assertEquals(CHALLENGE, anyone("DELETE", "/aaa/b"));
        assertEquals(CHALLENGE, anyone("PUT", ACL));
        assertEquals(CHALLENGE, anyone("GET", ACL));
        assertEquals(CHALLENGE, anyone("DELETE", "/aaa?restype=container"));
        assertEquals(CHALLENGE, anyone("GET", "/?comp=list"));
        assertEquals(CHALLENGE, anyone("GET", "/bbb/b"));
    }

    @Test
    void theLevelIsToldAndEndsWithTheNextAcl() {
        set("container");
        assertEquals("container", header(world.send("GET", ACL), "x-ms-blob-public-access"));
        Answer properties = world.send("GET", "/aaa?restype=container");
        assertEquals("container", header(properties, "x-ms-blob-public-access"));
        String list = World.text(world.send("GET", "/?comp=list"));
        assertTrue(list.contains("<PublicAccess>container</PublicAccess>"), list);
        assertEquals("200", outcome(world.send(world.request("PUT", ACL).body(""))));
        assertEquals(CHALLENGE, anyone("GET", "/aaa/b"));
        assertEquals("", header(world.send("GET", ACL), "x-ms-blob-public-access"));
    }

    @Test
    void aContainerCanBeMadeOpen() {
        FakeRequest create =
                world.request("PUT", "/new?restype=container")
                        .with("x-ms-blob-public-access", "blob");
        assertEquals("201", outcome(world.send(create)));
        world.put("/new/b", new byte[1]);
        assertEquals("200", anyone("GET", "/new/b"));
    }

    @Test
    void theAccountClosesWhatWasOpen() {
        set("blob");
        assertEquals("200", anyone("GET", "/aaa/b"));
        world.management.setRules("acct", AccountRules.DEFAULT);
        assertEquals(CHALLENGE, anyone("GET", "/aaa/b"));
        assertEquals("409 PublicAccessNotPermitted", set("blob"));
    }

    @Test
    void aWrongCredentialIsNoAnonymousReader() {
        set("blob");
        FakeRequest wrong =
                world.anonymous("GET", "/aaa/b").with("authorization", "Bearer unknown");
        assertEquals("401 InvalidAuthenticationInfo", outcome(world.send(wrong)));
    }

    @Test
    void theOperatorsPolicyComesFirst() {
        world.close();
        fill(new World(false));
        world.management.setRules("acct", OPEN);
        assertEquals("403 AuthorizationFailure", set("blob"));
        assertEquals(CHALLENGE, anyone("GET", "/aaa/b"));
        FakeRequest create =
                world.request("PUT", "/new?restype=container")
                        .with("x-ms-blob-public-access", "blob");
        assertEquals("403 AuthorizationFailure", outcome(world.send(create)));
    }

    @Test
    void malformedLevelsAndHeadersInOtherPlacesAreRefused() {
        assertEquals("400 InvalidHeaderValue", set("everything"));
        assertEquals("400 InvalidHeaderValue", set(""));
        FakeRequest elsewhere =
                world.request("PUT", "/aaa/b")
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("x-ms-blob-public-access", "blob")
                        .body("");
        assertEquals("400 UnsupportedHeader", outcome(world.send(elsewhere)));
        assertEquals(CHALLENGE, anyone("GET", "/aaa/b"));
    }
}
