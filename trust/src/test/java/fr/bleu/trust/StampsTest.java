package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Key;
import fr.bleu.store.Write;
import fr.bleu.trust.Stamps.Name;
import fr.bleu.trust.Stamps.Stamp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is known of the platform's other stamps. */
class StampsTest {

    private static final Stamp SECOND =
            new Stamp("stamp2", "bleu.localhost", "bleu-web.localhost", 8444);
    private static final Stamp THIRD = new Stamp("stamp3", "bleu.test", "bleu-web.test", 443);
    private static final Name ACCOUNT = new Name(Names.STORAGE, "theirs");
    private static final Name SAME_IN_VAULTS = new Name(Names.VAULT, "theirs");

    private final World world = new World();
    private final World.Tenant tenant = world.tenant();
    private final Stamps stamps = world.trust.stamps();
    private final Names names = world.trust.names();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aNameThatAnotherStampHasIsToldAndCannotBeTakenHere() {
        stamps.learn(permit(), SECOND, Set.of(ACCOUNT));
        assertEquals(Optional.of(SECOND), stamps.having(Names.STORAGE, "Theirs"));
        assertEquals(Optional.empty(), stamps.having(Names.VAULT, "theirs"));
        assertEquals(Optional.empty(), names.find(Names.STORAGE, "theirs"));
        assertTrue(names.isTaken(Names.STORAGE, "THEIRS"));
        assertFalse(names.isTaken(Names.VAULT, "theirs"));
        assertInstanceOf(CommitResult.Conflict.class, reserve(Names.STORAGE, "theirs"));
        World.committed(reserve(Names.VAULT, "theirs"));
    }

    @Test
    void aNameThatIsHereIsNotLearnt() {
        World.committed(reserve(Names.STORAGE, "theirs"));
        assertThrows(
                IllegalArgumentException.class,
                () -> stamps.learn(permit(), SECOND, Set.of(ACCOUNT)));
        assertEquals(Optional.empty(), stamps.having(Names.STORAGE, "theirs"));
    }

    @Test
    void aNameIsOnOneOtherStamp() {
        stamps.learn(permit(), SECOND, Set.of(ACCOUNT));
        assertEquals(List.of(ACCOUNT), stamps.claimed("stamp3", Set.of(ACCOUNT, SAME_IN_VAULTS)));
        assertEquals(List.of(), stamps.claimed("stamp2", Set.of(ACCOUNT, SAME_IN_VAULTS)));
        assertThrows(
                IllegalArgumentException.class,
                () -> stamps.learn(permit(), THIRD, Set.of(ACCOUNT)));
        assertEquals(Optional.of(SECOND), stamps.having(Names.STORAGE, "theirs"));
    }

    @Test
    void whatIsLearntAnewReplacesWhatWasKnown() {
        stamps.learn(permit(), SECOND, Set.of(ACCOUNT));
        stamps.learn(permit(), THIRD, Set.of(new Name(Names.STORAGE, "thirds")));
        Stamp moved = new Stamp("stamp2", "bleu.test", "bleu-web.test", 443);
        assertEquals(
                new Stamps.Learnt(1, 1), stamps.learn(permit(), moved, Set.of(SAME_IN_VAULTS)));
        assertEquals(Optional.empty(), stamps.having(Names.STORAGE, "theirs"));
        assertEquals(Optional.of(moved), stamps.having(Names.VAULT, "theirs"));
        assertEquals(Optional.of(THIRD), stamps.having(Names.STORAGE, "thirds"));
        assertEquals(
                List.of(new Stamps.Known(moved, 1), new Stamps.Known(THIRD, 1)), stamps.list());
    }

    @Test
    void aForgottenStampsNamesAreFree() {
        stamps.learn(permit(), SECOND, Set.of(ACCOUNT, SAME_IN_VAULTS));
        stamps.learn(permit(), THIRD, Set.of(new Name(Names.STORAGE, "thirds")));
        assertEquals(2, stamps.forget(permit(), "stamp2"));
        assertEquals(List.of(new Stamps.Known(THIRD, 1)), stamps.list());
        assertEquals(Optional.empty(), stamps.having(Names.STORAGE, "theirs"));
        World.committed(reserve(Names.STORAGE, "theirs"));
        assertThrows(IllegalArgumentException.class, () -> stamps.forget(permit(), "stamp2"));
    }

    /** Else its names stay taken, and no list shows whose they are. */
    @Test
    void ofAStampThatIsForgottenMeanwhileNothingIsLearnt() {
        // Its record is there, the names are about to be.
        world.store.beforeNext(
                () -> world.store.beforeNext(() -> stamps.forget(permit(), "stamp2")));
        assertThrows(
                IllegalArgumentException.class,
                () -> stamps.learn(permit(), SECOND, Set.of(ACCOUNT)));
        assertEquals(List.of(), stamps.list());
        World.committed(reserve(Names.STORAGE, "theirs"));
    }

    @Test
    void whatIsLearntAnewMeanwhileIsNotForgotten() {
        stamps.learn(permit(), SECOND, Set.of(ACCOUNT));
        world.store.beforeNext(() -> stamps.learn(permit(), SECOND, Set.of(ACCOUNT)));
        assertThrows(IllegalArgumentException.class, () -> stamps.forget(permit(), "stamp2"));
        assertEquals(Optional.of(SECOND), stamps.having(Names.STORAGE, "theirs"));
    }

    /** Software that knows of no stamps takes names without asking them. */
    @Test
    void aNameThatIsHereIsNotElsewhereWhateverIsKnown() {
        stamps.learn(permit(), SECOND, Set.of(ACCOUNT));
        byte[] holder = new byte[33];
        holder[0] = 1;
        Draft old = new Draft();
        old.own(Key.PLATFORM, new Write.Put(names.key(Names.STORAGE, "theirs"), holder));
        World.committed(world.trust.commits().commit(permit(), old));
        assertEquals(Optional.empty(), stamps.having(Names.STORAGE, "Theirs"));
    }

    @Test
    void manyNamesAreLearntAndForgottenInSeveralCommits() {
        Set<Name> many =
                IntStream.range(0, 1_203)
                        .mapToObj(i -> new Name(Names.STORAGE, "account" + i))
                        .collect(Collectors.toSet());
        assertEquals(new Stamps.Learnt(1_203, 0), stamps.learn(permit(), SECOND, many));
        assertEquals(new Stamps.Learnt(0, 0), stamps.learn(permit(), SECOND, many));
        assertEquals(List.of(new Stamps.Known(SECOND, 1_203)), stamps.list());
        assertEquals(1_203, stamps.forget(permit(), "stamp2"));
        assertEquals(List.of(), stamps.list());
    }

    @Test
    void itsOwnNameAndWhatNamesNothingAreRefused() {
        assertEquals("stamp1", stamps.own());
        Stamp own = new Stamp("stamp1", "bleu.localhost", "bleu-web.localhost", 8444);
        assertThrows(
                IllegalArgumentException.class, () -> stamps.learn(permit(), own, Set.of(ACCOUNT)));
        for (String name : List.of("", "-a", "A", "a/b", "a".repeat(33))) {
            assertThrows(
                    IllegalArgumentException.class, () -> new Stamp(name, "b.test", "w.test", 1));
        }
        for (String name : List.of("", "a.b", "a\0b", "a".repeat(64))) {
            assertThrows(IllegalArgumentException.class, () -> new Name(Names.STORAGE, name));
            assertEquals(Optional.empty(), stamps.having(Names.STORAGE, name));
        }
        assertThrows(IllegalArgumentException.class, () -> new Name("queue", "a"));
    }

    @Test
    void aLedgerIsOfOneStampForGood() {
        assertEquals(Optional.of("stamp1"), TrustConfig.stampName(world.store, world.keys));
        TrustConfig other =
                new TrustConfig(
                        world.store,
                        world.keys,
                        world.clock,
                        world.random,
                        "bleu.localhost/test/stamp2",
                        1,
                        World.PLACES,
                        Optional.empty(),
                        _ -> {});
        assertEquals(
                "its ledger is of " + World.STAMP + ", not of bleu.localhost/test/stamp2",
                assertThrows(TrustRefusedException.class, () -> Trust.open(other)).getMessage());
    }

    private Permit permit() {
        Target platform = Target.of(Key.PLATFORM, Scope.of(""));
        return world.trust.authorizer().permit(World.OPERATOR, Actions.STAMP_WRITE, platform);
    }

    private CommitResult reserve(String kind, String name) {
        Action write = Action.write("Microsoft.Resources/subscriptions/resourceGroups/write");
        Permit permit = world.trust.authorizer().permit(tenant.owner(), write, tenant.group("g"));
        Draft draft = new Draft();
        names.reserve(draft, kind, name, new Names.Holder(tenant.id(), UUID.randomUUID()));
        return world.trust.commits().commit(permit, draft);
    }
}
