package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Key;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObservationsTest {

    private static final Action WRITE =
            Action.write("Microsoft.Resources/subscriptions/resourceGroups/write");
    private static final Action BLOB_READ =
            Action.dataRead("Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read");

    private final World world = new World();
    private final World.Tenant tenant = world.tenant();
    private final Caller.Principal stranger = World.principal(tenant.id());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theFirstRefusalHasItsEntryAtOnceAndRepeatsBecomeOne() {
        for (int i = 0; i < 5; i++) {
            refuse(stranger, tenant.group("g"));
        }
        List<String> first = world.entries(tenant.id(), "refusal");
        assertEquals(1, first.size());
        assertTrue(first.getFirst().contains("\"rule\":\"bleu.role\""), first.getFirst());
        assertTrue(first.getFirst().contains("\"request\":\"request-1\""), first.getFirst());
        nextMinute();
        List<String> both = world.entries(tenant.id(), "refusal");
        assertEquals(2, both.size());
        assertTrue(both.getLast().contains("\"count\":4"), both.getLast());
    }

    @Test
    void eachMinuteBeginsAnew() {
        refuse(stranger, tenant.group("g"));
        nextMinute();
        refuse(stranger, tenant.group("g"));
        assertEquals(2, world.entries(tenant.id(), "refusal").size());
    }

    @Test
    void aRefusalOfAnotherTenantsCallerStandsInItsOwnLedger() {
        World.Tenant other = world.tenant();
        refuse(other.owner(), tenant.group("g"));
        assertEquals(0, world.entries(tenant.id(), "refusal").size());
        assertEquals(1, world.entries(other.id(), "refusal").size());
    }

    @Test
    void aRefusalWhoseEntryFailsIsCountedAndFollows() {
        world.store.busy(_ -> true);
        refuse(stranger, tenant.group("g"));
        world.store.busy(_ -> false);
        assertEquals(0, world.entries(tenant.id(), "refusal").size());
        nextMinute();
        List<String> entries = world.entries(tenant.id(), "refusal");
        assertEquals(1, entries.size());
        assertTrue(entries.getFirst().contains("\"count\":1,"), entries.getFirst());
    }

    @Test
    void aRefusalThatNoLongerFitsIsCountedAllTheSame() {
        for (int i = 0; i <= Tally.MAX_KINDS_OF_TENANT; i++) {
            refuse(stranger, tenant.group("g" + i));
        }
        assertEquals(0, overflowing("refusal"));
        nextMinute();
        assertEquals(1, overflowing("refusal"));
    }

    @Test
    void aRefusalThatNoLongerFittedIsKeptWhileTheStoreIsBusy() {
        for (int i = 0; i < Tally.MAX_KINDS_OF_TENANT + 2; i++) {
            refuse(stranger, tenant.group("g" + i));
        }
        world.store.busy(_ -> true);
        nextMinute();
        world.store.busy(_ -> false);
        nextMinute();
        assertEquals(2, overflowing("refusal"));
    }

    @Test
    void strangersDoNotTakeTheRoomOfReads() {
        Caller nobody = new Caller.Anonymous(World.ORIGIN);
        for (int i = 0; i <= Tally.MAX_KINDS_OF_TENANT; i++) {
            refuse(nobody, tenant.group("g" + i));
        }
        UUID account = UUID.randomUUID();
        Scope container = tenant.group("g").scope().child("c");
        Target blob = Target.in(tenant.id(), account, container.item("blob"));
        world.trust
                .authorizer()
                .permit(World.accountKey(tenant, account, container), BLOB_READ, blob);
        nextMinute();
        assertEquals(1, overflowing("unauthenticated"));
        assertEquals(0, overflowing("reads"));
        assertEquals(1, world.entries(tenant.id(), "reads").size());
    }

    @Test
    void dataReadsAreCountedAndNeverWaitForTheStore() {
        UUID account = UUID.randomUUID();
        Scope container = tenant.group("g").scope().child("c");
        Caller key = World.accountKey(tenant, account, container);
        world.store.busy(_ -> true);
        for (int i = 0; i < 7; i++) {
            Target blob = Target.in(tenant.id(), account, container.item("blob" + i));
            world.trust.authorizer().permit(key, BLOB_READ, blob);
        }
        nextMinute();
        world.store.busy(_ -> false);
        assertEquals(0, world.entries(tenant.id(), "reads").size());
        nextMinute();
        List<String> entries = world.entries(tenant.id(), "reads");
        assertEquals(1, entries.size());
        assertTrue(entries.getFirst().contains("\"count\":7"), entries.getFirst());
    }

    @Test
    void whatStrangersTryIsCounted() {
        Caller nobody = new Caller.Anonymous(World.ORIGIN);
        refuse(nobody, tenant.group("g"));
        refuse(nobody, tenant.group("g"));
        world.trust.observations().rejected("LOGIN", "unknown client");
        assertEquals(0, world.entries(tenant.id(), "unauthenticated").size());
        nextMinute();
        List<String> entries = world.entries(tenant.id(), "unauthenticated");
        assertEquals(1, entries.size());
        assertTrue(entries.getFirst().contains("\"count\":2"), entries.getFirst());
        assertEquals(1, world.entries(Key.PLATFORM, "unauthenticated").size());
    }

    @Test
    void aRefusedSignInHasItsEntry() {
        UUID application = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            world.trust
                    .observations()
                    .signInRefused(tenant.id(), application, "wrong secret", World.ORIGIN);
        }
        nextMinute();
        List<String> entries = world.entries(tenant.id(), "sign-in");
        assertEquals(2, entries.size());
        assertTrue(entries.getFirst().contains(application.toString()), entries.getFirst());
        assertTrue(entries.getLast().contains("\"count\":2"), entries.getLast());
    }

    @Test
    void anOperatorsReadHasItsEntryBeforeItIsPermitted() {
        Target platform = Target.of(Key.PLATFORM, Scope.of(""));
        world.trust.authorizer().permit(World.OPERATOR, Actions.STATUS, platform);
        assertTrue(
                world.entries(Key.PLATFORM, "operator").getLast().contains("Bleu.Platform/status"));
        world.store.busy(_ -> true);
        assertThrows(
                UnavailableException.class,
                () -> world.trust.authorizer().permit(World.OPERATOR, Actions.STATUS, platform));
        world.store.busy(_ -> false);
    }

    @Test
    void closingCommitsWhatWasCounted() {
        refuse(new Caller.Anonymous(World.ORIGIN), tenant.group("g"));
        world.trust.close();
        assertEquals(1, world.entries(tenant.id(), "unauthenticated").size());
    }

    private void refuse(Caller caller, Target target) {
        assertThrows(
                DeniedException.class,
                () -> world.trust.authorizer().permit(caller, WRITE, target));
    }

    /** How many were counted together because they no longer fitted. */
    private long overflowing(String kind) {
        return world.entries(tenant.id(), kind).stream()
                .filter(entry -> entry.contains("\"action\":\"*\""))
                .map(entry -> entry.replaceAll(".*\"count\":(\\d+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private void nextMinute() {
        world.clock.advance(Duration.ofMinutes(1));
        world.trust.observations().tick();
    }
}
