package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActivityLogTest {

    private static final Action WRITE =
            Action.write("Microsoft.Resources/subscriptions/resourceGroups/write");
    private static final Action BLOB_WRITE =
            Action.dataWrite(
                    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write");

    private final World world = new World();
    private final World.Tenant tenant = world.tenant();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void itShowsTheControlPlaneNewestFirstAndNeitherDataNorOthers() {
        World.Tenant other = world.tenant();
        write(tenant, "one");
        write(other, "theirs");
        writeBlob();
        write(tenant, "two");
        List<String> scopes =
                world.activities(tenant).stream()
                        .filter(it -> it.kind().equals("change"))
                        .map(it -> it.scope().path())
                        .toList();
        assertEquals(
                List.of(tenant.group("two").scope().path(), tenant.group("one").scope().path()),
                scopes);
    }

    @Test
    void itShowsWhoDidWhatUnderWhichRule() {
        write(tenant, "one");
        ActivityLog.Activity activity = world.activities(tenant).getFirst();
        assertEquals(tenant.owner().principal().toString(), activity.caller());
        assertEquals(WRITE.name(), activity.action());
        assertEquals("done", activity.result());
        assertEquals("request-1", activity.requestId());
        assertEquals("v", activity.details().get("k"));
        UUID rule = UUID.fromString(activity.rule());
        assertTrue(rule.version() == 4);
    }

    @Test
    void itPagesAndKeepsToTimeAndScope() {
        Instant before = world.clock.instant();
        for (int i = 0; i < 5; i++) {
            write(tenant, "g" + i);
        }
        world.clock.advance(Duration.ofHours(1));
        write(tenant, "late");
        Permit root = permit(tenant.root());
        Instant until = before.plus(Duration.ofMinutes(30));
        ActivityLog.Page first = read(root, OptionalLong.empty(), before, until, 3);
        assertEquals(3, first.entries().size());
        assertTrue(first.entries().getFirst().scope().path().endsWith("/g4"));
        ActivityLog.Page second = read(root, first.before(), before, until, 3);
        assertTrue(second.entries().getFirst().scope().path().endsWith("/g1"));
        ActivityLog.Page one =
                read(permit(tenant.group("g2")), OptionalLong.empty(), before, until, 10);
        assertEquals(1, one.entries().size());
    }

    @Test
    void aPermitForAnythingElseReadsNothing() {
        Permit other =
                world.trust.authorizer().permit(tenant.owner(), Actions.ROLE_READ, tenant.root());
        assertThrows(
                IllegalStateException.class,
                () -> read(other, OptionalLong.empty(), Instant.MIN, Instant.MAX, 1));
    }

    private void write(World.Tenant who, String group) {
        Permit permit = world.trust.authorizer().permit(who.owner(), WRITE, who.group(group));
        World.committed(
                world.trust
                        .commits()
                        .commit(
                                permit,
                                new Draft()
                                        .put(who.thing(group), new byte[] {1})
                                        .detail("k", "v")));
    }

    private void writeBlob() {
        UUID account = UUID.randomUUID();
        Scope scope = tenant.group("g").scope().child("account");
        Permit permit =
                world.trust
                        .authorizer()
                        .permit(
                                World.accountKey(tenant, account, scope),
                                BLOB_WRITE,
                                Target.in(tenant.id(), account, scope));
        World.committed(world.trust.commits().commit(permit, new Draft()));
    }

    private Permit permit(Target target) {
        return world.trust.authorizer().permit(tenant.owner(), Actions.ACTIVITY_READ, target);
    }

    private ActivityLog.Page read(
            Permit permit, OptionalLong before, Instant from, Instant to, int limit) {
        return world.trust.activityLog().read(permit, before, from, to, limit);
    }
}
