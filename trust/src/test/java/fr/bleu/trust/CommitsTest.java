package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Room;
import fr.bleu.store.Write;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitsTest {

    private static final Action WRITE =
            Action.write("Microsoft.Resources/subscriptions/resourceGroups/write");
    private static final Action BLOB_WRITE =
            Action.dataWrite(
                    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write");
    private static final byte[] VALUE = {1, 2};

    private final World world = new World();
    private final World.Tenant a = world.tenant();
    private final World.Tenant b = world.tenant();
    private final Permit permit = world.trust.authorizer().permit(a.owner(), WRITE, a.group("g"));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatIsCommittedIsThereWithItsEntryAndReceipt() {
        CommitResult.Committed committed =
                World.committed(commit(permit, new Draft().put(a.thing("x"), VALUE)));
        assertEquals(committed.sequence(), world.store.get(a.thing("x")).orElseThrow().version());
        assertInstanceOf(Receipt.Promised.class, committed.receipt());
        String entry = world.entries(a.id(), "change").getLast();
        assertTrue(entry.contains("\"action\":\"" + WRITE.name()), entry);
        assertTrue(entry.contains("\"id\":\"" + a.owner().principal()), entry);
    }

    @Test
    void aPermitForOneTenantCannotWriteAnothersRecords() {
        Draft draft = new Draft().put(b.thing("x"), VALUE);
        assertThrows(IllegalStateException.class, () -> commit(permit, draft));
        assertThrows(
                IllegalStateException.class,
                () -> commit(permit, new Draft().delete(b.thing("x"))));
        assertEquals(List.of(), world.store.scanPrefix(Key.of(b.id(), World.THINGS), 10));
    }

    @Test
    void whatIsLeftOfAFullDiskIsForDeletionsAndUpkeep() {
        commit(permit, new Draft().put(a.thing("x"), VALUE));
        world.store.room = Room.SCARCE;
        assertThrows(
                UnavailableException.class,
                () -> commit(permit, new Draft().put(a.thing("y"), VALUE)));
        Action delete = Action.write("Microsoft.Resources/subscriptions/resourceGroups/delete");
        Permit deletion = world.trust.authorizer().permit(a.owner(), delete, a.group("g"));
        World.committed(
                commit(deletion, new Draft().delete(a.thing("x")).put(a.thing("mark"), VALUE)));
        Permit upkeep =
                world.trust
                        .upkeep()
                        .permit(permit.target(), Upkeep.action("test/collect"), "sweep");
        World.committed(commit(upkeep, new Draft().put(a.thing("mark"), VALUE)));
        world.store.room = Room.ENOUGH;
        World.committed(commit(permit, new Draft().put(a.thing("y"), VALUE)));
    }

    @Test
    void namesOfAKindAreReadInPages() {
        for (String name : List.of("b", "a", "c")) {
            Draft draft = new Draft();
            Names.Holder holder = new Names.Holder(a.id(), UUID.randomUUID());
            world.trust.names().reserve(draft, "kind", name, holder);
            world.trust.names().reserve(draft, "kind-2", name, holder);
            World.committed(commit(permit, draft));
        }
        assertEquals(List.of("a", "b"), names("", 2));
        assertEquals(List.of("c"), names("b", 2));
        assertEquals(List.of(), names("c", 2));
    }

    private List<String> names(String after, int limit) {
        return world.trust.names().page("kind", after, limit).stream()
                .map(Names.Named::name)
                .toList();
    }

    @Test
    void aPermitForOneAccountCannotWriteAnothersRecords() {
        UUID mine = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        Scope scope = a.group("g").scope().child("accounts/mine");
        Permit blob =
                world.trust
                        .authorizer()
                        .permit(
                                World.accountKey(a, mine, scope),
                                BLOB_WRITE,
                                Target.in(a.id(), mine, scope));
        Key inMine = Key.of(mine, World.THINGS).text("x");
        Key inOther = Key.of(other, World.THINGS).text("x");
        assertInstanceOf(
                CommitResult.Committed.class, commit(blob, new Draft().put(inMine, VALUE)));
        assertThrows(
                IllegalStateException.class, () -> commit(blob, new Draft().put(inOther, VALUE)));
    }

    @Test
    void aPermitToReadWritesNothing() {
        Permit read =
                world.trust
                        .authorizer()
                        .permit(
                                a.owner(),
                                Action.read("Microsoft.Resources/subscriptions/read"),
                                a.root());
        assertThrows(
                IllegalStateException.class,
                () -> commit(read, new Draft().put(a.thing("x"), VALUE)));
        Draft roles = new Draft();
        world.with(a, BuiltInRoles.OWNER, a.group("g").scope());
        world.trust.roles().dropUnder(roles, a.id(), a.group("g").scope());
        assertThrows(IllegalStateException.class, () -> commit(read, roles));
        assertInstanceOf(CommitResult.Committed.class, commit(read, new Draft()));
    }

    @Test
    void servicesWriteNeitherThePlatformsNorTrustsTables() {
        Key platforms = Key.of(Key.PLATFORM, World.THINGS).text("x");
        assertThrows(
                IllegalStateException.class,
                () -> commit(permit, new Draft().put(platforms, VALUE)));
        Key roles = Key.of(a.id(), Tables.ROLE_ASSIGNMENTS).id(UUID.randomUUID());
        assertThrows(
                IllegalStateException.class, () -> commit(permit, new Draft().put(roles, VALUE)));
        Key epoch = Key.of(a.id(), Tables.POLICY_EPOCH);
        assertThrows(
                IllegalStateException.class,
                () -> commit(permit, new Draft().writes(List.of(new Write.Put(epoch, VALUE)))));
    }

    @Test
    void aNameIsTakenOnlyForThePermitsOwnTenant() {
        Names names = world.trust.names();
        Names.Holder mine = new Names.Holder(a.id(), UUID.randomUUID());
        Draft reserve = new Draft();
        names.reserve(reserve, "storage", "Accounts1", mine);
        assertInstanceOf(CommitResult.Committed.class, commit(permit, reserve));
        assertEquals(mine, names.find("storage", "accounts1").orElseThrow());
        Draft again = new Draft();
        names.reserve(again, "storage", "accounts1", mine);
        assertEquals(
                new CommitResult.Conflict(names.key("storage", "accounts1")),
                commit(permit, again));
        Draft foreign = new Draft();
        names.reserve(foreign, "storage", "other", new Names.Holder(b.id(), b.id()));
        assertThrows(IllegalStateException.class, () -> commit(permit, foreign));
        Permit others = world.trust.authorizer().permit(b.owner(), WRITE, b.group("g"));
        Draft steal = new Draft();
        names.release(steal, "storage", "accounts1");
        assertThrows(IllegalStateException.class, () -> commit(others, steal));
        Draft release = new Draft();
        names.release(release, "storage", "accounts1");
        assertInstanceOf(CommitResult.Committed.class, commit(permit, release));
        assertTrue(names.find("storage", "accounts1").isEmpty());
    }

    @Test
    void aCreateOnlyPermitCommitsNothingWithoutACheckForAbsence() {
        UUID account = UUID.randomUUID();
        Scope container = a.group("g").scope().child("c");
        Permit create =
                world.trust
                        .authorizer()
                        .permit(
                                World.shared(
                                        a,
                                        account,
                                        container,
                                        Set.of(BLOB_WRITE),
                                        Set.of(Obligation.CREATE_ONLY)),
                                BLOB_WRITE,
                                Target.in(a.id(), account, container.item("b")));
        Key key = Key.of(account, World.THINGS).text("b");
        assertThrows(
                IllegalStateException.class, () -> commit(create, new Draft().put(key, VALUE)));
        Draft checked = new Draft().check(new Check.Absent(key)).put(key, VALUE);
        assertInstanceOf(CommitResult.Committed.class, commit(create, checked));
        assertEquals(new CommitResult.Conflict(key), commit(create, checked));
    }

    @Test
    void anOperatorMakesTenantsAndWritesIntoNoneThatExists() {
        Permit create =
                world.trust
                        .authorizer()
                        .permit(
                                World.OPERATOR,
                                Actions.TENANT_CREATE,
                                Target.in(Key.PLATFORM, a.id(), Scope.of("")));
        Draft draft = new Draft().put(a.thing("x"), VALUE);
        assertEquals(
                new CommitResult.Conflict(TenantAccess.epochKey(a.id())), commit(create, draft));
    }

    @Test
    void housekeepingWritesThePlatformsRecordsOnly() {
        Commits commits = world.trust.commits();
        Key mine = Key.of(Key.PLATFORM, World.THINGS).text("x");
        assertInstanceOf(
                CommitResult.Committed.class,
                commits.housekeeping("collect", new Draft().put(mine, VALUE)));
        assertThrows(
                IllegalStateException.class,
                () -> commits.housekeeping("collect", new Draft().put(a.thing("x"), VALUE)));
        assertThrows(
                IllegalStateException.class,
                () ->
                        commits.housekeeping(
                                "collect", new Draft().put(Genesis.key(Tables.TAG_SECRET), VALUE)));
    }

    @Test
    void aBusyStoreIsUnavailable() {
        world.store.busy(_ -> true);
        Draft draft = new Draft().put(a.thing("x"), VALUE);
        assertThrows(UnavailableException.class, () -> commit(permit, draft));
        world.store.busy(_ -> false);
    }

    @Test
    void anOutcomeThatTheStoreLostIsResolvedByItsId() {
        world.store.loses(change -> change.queue().equals(a.id()));
        CommitResult result = commit(permit, new Draft().put(a.thing("x"), VALUE));
        world.store.loses(_ -> false);
        assertInstanceOf(CommitResult.Committed.class, result);
    }

    private CommitResult commit(Permit with, Draft draft) {
        return world.trust.commits().commit(with, draft);
    }
}
