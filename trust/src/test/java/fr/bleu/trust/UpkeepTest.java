package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.store.Key;
import fr.bleu.store.Table;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The platform's own permits reach one account, and nothing that a request could ask for. */
class UpkeepTest {
    private static final Table TABLE = Table.of(200, "test");
    private static final Action COLLECT = Upkeep.action("test/collect");

    @Test
    void aPermitWritesItsAccountOnlyAndItsEntryNamesTheInstruction() {
        try (World world = new World()) {
            UUID account = UUID.randomUUID();
            Permit permit =
                    world.trust
                            .upkeep()
                            .permit(
                                    Target.in(world.tenant().id(), account, Scope.of("/a")),
                                    COLLECT,
                                    "sweep");
            Draft draft = new Draft().put(Key.of(account, TABLE), new byte[] {1});
            assertInstanceOf(
                    CommitResult.Committed.class, world.trust.commits().commit(permit, draft));
            Draft foreign = new Draft().put(Key.of(UUID.randomUUID(), TABLE), new byte[] {1});
            assertThrows(
                    IllegalStateException.class,
                    () -> world.trust.commits().commit(permit, foreign));
            assertEquals("platform", Who.of(permit.caller()).type());
            assertEquals("sweep", Who.of(permit.caller()).via());
        }
    }

    @Test
    void whatARequestAsksForIsNoUpkeep() {
        try (World world = new World()) {
            Target target = Target.of(world.tenant().id(), Scope.of(""));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> world.trust.upkeep().permit(target, Actions.ROLE_ASSIGN, "sweep"));
        }
    }

    @Test
    void theAuthorizerGivesThePlatformNothing() {
        try (World world = new World()) {
            Caller platform = new Caller.Platform("sweep", new Origin("platform", ""));
            Target target = Target.of(world.tenant().id(), Scope.of(""));
            assertInstanceOf(
                    Denial.class,
                    world.trust.authorizer().decide(platform, COLLECT, target));
        }
    }
}
