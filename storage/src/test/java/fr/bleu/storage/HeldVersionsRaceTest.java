package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Failure;
import fr.bleu.store.Key;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions are held only where versions are kept, whichever commit comes first. */
class HeldVersionsRaceTest {
    private World world;
    private HeldPlaces places;

    @BeforeEach
    void open() {
        world = new World();
        places = new HeldPlaces(world);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** The check belongs to the commit that switches versioning off. */
    @Test
    void aContainerThatComesMeanwhileKeepsVersioningOn() {
        UUID account = world.account("acct").id();
        Draft draft =
                new Draft()
                        .check(world.storage.accounts().unversionable(account))
                        .put(Key.of(account, Tables.GARBAGE).text("any"), new byte[] {1});
        places.versioned();
        CommitResult result =
                world.trust.commits().commit(world.management.onAccount("acct", "write"), draft);
        assertTrue(result instanceof CommitResult.Conflict, result.toString());
    }

    /** The account was looked at before the clock. */
    @Test
    void aContainerIsNotMadeWhenVersioningEndsMeanwhile() {
        Permit permit = places.permit("late");
        world.clock.atLook(1, () -> world.management.settings(it -> it.withVersioning(false)));
        Failure failure = assertThrows(Failure.class, () -> create(permit));
        assertTrue(world.clock.looked());
        assertEquals("ServerBusy", failure.code());
        failure = assertThrows(Failure.class, () -> create(permit));
        assertEquals("BlobOperationNotSupported", failure.code());
    }

    private void create(Permit permit) {
        world.storage
                .containers()
                .create(
                        permit,
                        Metadata.EMPTY,
                        PublicAccess.NONE,
                        true,
                        ContainerEncryption.ACCOUNT);
    }

    @Test
    void aContainerThatComesBackKeepsVersioningOnAgain() {
        String name = deletedWithHeldVersions();
        restore(name);
        Failure failure =
                assertThrows(
                        Failure.class,
                        () -> world.management.settings(it -> it.withVersioning(false)));
        assertEquals("Conflict", failure.code());
    }

    @Test
    void aContainerDoesNotComeBackToAnAccountThatKeepsNoVersionsAnyMore() {
        String name = deletedWithHeldVersions();
        world.management.settings(it -> it.withVersioning(false));
        Failure failure = assertThrows(Failure.class, () -> restore(name));
        assertEquals("BlobOperationNotSupported", failure.code());
        world.management.settings(it -> it.withVersioning(true));
        restore(name);
    }

    private String deletedWithHeldVersions() {
        world.management.settings(it -> it.withContainerDeletion(3));
        String name = places.versioned();
        var deleted = world.storage.containers().delete(places.permit(name), Conditions.NONE);
        assertEquals(name, deleted.value().name());
        return name;
    }

    private void restore(String name) {
        Stamp at =
                world.storage
                        .containerListing()
                        .list(
                                places.permit(name),
                                new ContainerListing.Wanted(name, Position.FIRST, 1, true))
                        .containers()
                        .getFirst()
                        .deleted()
                        .orElseThrow()
                        .at();
        world.storage.containerRestore().restore(places.permit(name), at);
    }
}
