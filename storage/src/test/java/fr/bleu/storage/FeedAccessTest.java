package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Failure;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Route;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Target;
import fr.bleu.trust.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever may read the account's blobs reads the change feed; nobody but the platform writes it.
 */
class FeedAccessTest {
    private static final String LOG = "log/00/2026/11/23/1200/00000.avro";
    private static final List<String> BLOBS = List.of("meta/segments.json", LOG, "new");
    private static final String REFUSED = "403 InsufficientAccountPermissions";

    private final World world = new World();

    @BeforeEach
    void open() {
        world.send("PUT", "/con?restype=container");
        world.management.feed();
        world.put("/con/a", new byte[1]);
        world.housekeeping.publish();
        world.grant(world.owner, "Storage Blob Data Owner", world.accountScope("acct"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** All that the account has but counters of the ledger, by key. */
    private Map<String, Long> records() {
        Map<String, Long> versions = new TreeMap<>();
        Key owner = Key.of(world.account("acct").id(), Tables.CONTAINER);
        for (int table = 160; table < 200; table++) {
            byte[] bytes = owner.bytes();
            bytes[17] = (byte) table;
            for (Stored record : world.store.scanPrefix(Key.ofBytes(bytes), 1_000)) {
                versions.put(record.key().toString(), record.version());
            }
        }
        return versions;
    }

    /** Every route that may change something, with every credential that opens all. */
    @Test
    void noRouteWrites() {
        Account account = world.account("acct");
        String all = Sas.account(account, Map.of("ss", "b", "srt", "sco", "sp", "rwdxlacuptfi"));
        Map<String, Long> before = records();
        List<String> wrong = new ArrayList<>();
        int walked = 0;
        for (Route route : world.router.routes()) {
            if (List.of("GET", "HEAD", "OPTIONS").contains(route.method())
                    || !route.path().startsWith("/{container}")) {
                continue;
            }
            for (String blob : BLOBS) {
                for (String credential : List.of("token", "signature")) {
                    walked++;
                    String outcome =
                            World.outcome(
                                    world.send(
                                            request(
                                                    route,
                                                    blob,
                                                    credential.equals("token") ? "" : all)));
                    if (!isRefused(route, credential, outcome)) {
                        wrong.add(route.name() + " " + blob + " " + credential + ": " + outcome);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(walked > 100, "walked " + walked);
        assertEquals(before, records());
    }

    /** A batch is a request of which nothing is left; a signature never sets an ACL. */
    private static boolean isRefused(Route route, String credential, String outcome) {
        String comp = route.query().getOrDefault("comp", "");
        if (comp.equals("batch") && outcome.startsWith("4")) {
            return true;
        }
        boolean signedAcl = comp.equals("acl") && credential.equals("signature");
        return outcome.equals(signedAcl ? "403 AuthorizationPermissionMismatch" : REFUSED);
    }

    private FakeRequest request(Route route, String blob, String signature) {
        String path =
                route.path().replace("{container}", "$blobchangefeed").replace("{blob...}", blob);
        List<String> query = new ArrayList<>();
        route.query().forEach((name, value) -> query.add(name + "=" + value));
        if (!signature.isEmpty()) {
            query.add(signature);
        }
        FakeRequest request =
                world.anonymous(route.method(), path + "?" + String.join("&", query))
                        .with("x-ms-blob-type", "BlockBlob")
                        .body("x");
        return signature.isEmpty() ? request.with("authorization", "Bearer owner") : request;
    }

    /** The gate that all changes pass, below the routes: nobody's permit opens it. */
    @Test
    void noPermitWrites() {
        Permit blob = world.onBlob(FeedContainer.NAME, "meta/segments.json");
        Map<String, Long> before = records();
        assertRefused(() -> delete(blob, Deletions.Scope.BLOB));
        assertRefused(
                () -> world.storage.blobs().setMetadata(blob, Metadata.EMPTY, Conditions.NONE));
        assertRefused(() -> delete(blob, Deletions.Scope.INCLUDE));
        assertRefused(() -> world.storage.containers().delete(blob, Conditions.NONE));
        Target place =
                Target.in(
                        world.tenant,
                        world.account("acct").id(),
                        ContainerTarget.scope(world.accountScope("acct"), FeedContainer.NAME)
                                .item("meta/segments.json"));
        Permit rule =
                world.trust.upkeep().permit(place, Upkeep.action("storage/lifecycle"), "a rule");
        assertRefused(() -> delete(rule, Deletions.Scope.BLOB));
        assertEquals(before, records());
    }

    private void delete(Permit permit, Deletions.Scope scope) {
        world.storage.deletions().blob(permit, scope, Conditions.NONE);
    }

    private static void assertRefused(Runnable work) {
        Failure failure = assertThrows(Failure.class, work::run);
        assertEquals(403, failure.status());
    }

    @Test
    void readersRead() {
        world.principal("reader");
        String address = "/$blobchangefeed/" + LOG;
        assertEquals(403, world.send(as("reader", address)).status());
        world.grant(
                world.tokens.get("Bearer reader"),
                "Storage Blob Data Reader",
                world.accountScope("acct"));
        assertEquals(200, world.send(as("reader", address)).status());
        assertEquals(
                200,
                world.send(as("reader", "/$blobchangefeed?restype=container&comp=list")).status());
        String token =
                Sas.service(
                        world.account("acct"), "$blobchangefeed", Map.of("sr", "c", "sp", "rl"));
        assertEquals(200, world.send(world.anonymous("GET", address + "?" + token)).status());
        assertEquals(401, world.send(world.anonymous("GET", address)).status());
    }

    private FakeRequest as(String token, String target) {
        return world.anonymous("GET", target).with("authorization", "Bearer " + token);
    }

    @Test
    void itIsNotListed() {
        String list = World.text(world.send("GET", "/?comp=list"));
        assertTrue(list.contains("<Name>con</Name>"));
        assertFalse(list.contains("blobchangefeed"));
        assertEquals(200, world.send("GET", "/$blobchangefeed?restype=container").status());
    }

    /** It cannot be made by anybody, nor where there is no feed. */
    @Test
    void itCannotBeCreated() {
        world.management.settings(old -> old.withChangeFeed(FeedSettings.OFF));
        try (World other = new World()) {
            assertEquals(
                    REFUSED,
                    World.outcome(other.send("PUT", "/$blobchangefeed?restype=container")));
        }
    }
}
