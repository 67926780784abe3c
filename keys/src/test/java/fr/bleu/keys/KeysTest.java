package fr.bleu.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Write;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final UUID TENANT = new UUID(10, 1);
    private static final UUID OTHER = new UUID(10, 2);
    private static final UUID ACCOUNT = new UUID(20, 1);
    private static final byte[] PLACE = {1};

    private final FakeStore store = new FakeStore();
    private final RootKey root = RootKey.generate(RANDOM);
    private final List<String> unwraps = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    private final Keys keys = open(store, root);

    private Keys open(FakeStore store, RootKey root) {
        Keys opened = Keys.open(store, root, () -> now, RANDOM);
        opened.custody((tenant, _, purpose, _) -> unwraps.add(tenant + " " + purpose));
        return opened;
    }

    private void makeTenant(UUID tenant) {
        store.apply(keys.newTenantKey(tenant));
    }

    private void makeAccount(UUID tenant, UUID account) {
        store.apply(keys.newAccountKey(tenant, account));
    }

    @Test
    void keysOpenAgainFromTheirRecordsWhatTheySealed() {
        makeTenant(TENANT);
        makeAccount(TENANT, ACCOUNT);
        byte[] platform = keys.platform().seal(new byte[] {1}, PLACE);
        byte[] tenant = keys.tenant(TENANT).seal(new byte[] {2}, PLACE);
        byte[] account = keys.account(TENANT, ACCOUNT).seal(new byte[] {3}, PLACE);
        keys.close();
        try (Keys again = open(store, root)) {
            assertArrayEquals(new byte[] {1}, again.platform().open(platform, PLACE));
            assertArrayEquals(new byte[] {2}, again.tenant(TENANT).open(tenant, PLACE));
            assertArrayEquals(new byte[] {3}, again.account(TENANT, ACCOUNT).open(account, PLACE));
        }
    }

    @Test
    void aStoreTellsWhetherItHasARootKey() {
        assertTrue(Keys.isBegun(store));
        assertFalse(Keys.isBegun(new FakeStore()));
    }

    @Test
    void aWrongRootKeyIsRefusedAtOpenAndNamed() {
        RootKey other = RootKey.generate(RANDOM);
        WrongRootKeyException error =
                assertThrows(WrongRootKeyException.class, () -> open(store, other));
        assertTrue(error.getMessage().contains(root.id().toString()));
        assertTrue(error.getMessage().contains(other.id().toString()));
    }

    @Test
    void anotherKeyUnderTheRightIdIsRefusedToo() {
        RootKey forged = RootKey.of(root.id(), new byte[32], RANDOM);
        assertThrows(WrongRootKeyException.class, () -> open(store, forged));
    }

    @Test
    void openingTwiceKeepsThePlatformKey() {
        byte[] sealed = keys.platform().seal(new byte[] {1}, PLACE);
        assertArrayEquals(new byte[] {1}, open(store, root).platform().open(sealed, PLACE));
        assertEquals(1, store.commits);
    }

    @Test
    void tenantsAndAccountsHaveKeysOfTheirOwn() {
        makeTenant(TENANT);
        makeTenant(OTHER);
        makeAccount(TENANT, ACCOUNT);
        Set<UUID> ids =
                Set.of(
                        keys.platform().id(),
                        keys.tenant(TENANT).id(),
                        keys.tenant(OTHER).id(),
                        keys.account(TENANT, ACCOUNT).id());
        assertEquals(4, ids.size());
    }

    @Test
    void aKeyRecordDoesNotOpenInAnotherTenantsPlace() {
        makeTenant(TENANT);
        store.put(KeyRecords.tenant(OTHER), store.get(KeyRecords.tenant(TENANT)).get().value());
        assertThrows(OpenFailedException.class, () -> keys.tenant(OTHER));
        assertEquals(List.of(), unwraps);
    }

    @Test
    void anAccountsKeyRecordDoesNotOpenUnderAnotherTenant() {
        makeTenant(TENANT);
        makeTenant(OTHER);
        makeAccount(TENANT, ACCOUNT);
        store.put(
                KeyRecords.account(OTHER, ACCOUNT),
                store.get(KeyRecords.account(TENANT, ACCOUNT)).get().value());
        assertThrows(OpenFailedException.class, () -> keys.account(OTHER, ACCOUNT));
    }

    @Test
    void aKeyRecordWithAnAlteredByteDoesNotOpen() {
        makeTenant(TENANT);
        byte[] whole = store.get(KeyRecords.tenant(TENANT)).get().value();
        for (int at = 0; at < whole.length; at++) {
            byte[] altered = whole.clone();
            altered[at] ^= 4;
            store.put(KeyRecords.tenant(TENANT), altered);
            assertThrows(OpenFailedException.class, () -> keys.tenant(TENANT), "byte " + at);
        }
        assertEquals(List.of(), unwraps);
    }

    @Test
    void aKeyThatWasNeverMadeIsUnknown() {
        assertThrows(UnknownKeyException.class, () -> keys.tenant(TENANT));
        assertThrows(UnknownKeyException.class, () -> keys.newAccountKey(TENANT, ACCOUNT));
        makeTenant(TENANT);
        assertThrows(UnknownKeyException.class, () -> keys.account(TENANT, ACCOUNT));
    }

    @Test
    void anErasedKeyIsUnknownOnceItsTimeInMemoryIsOver() {
        makeTenant(TENANT);
        makeAccount(TENANT, ACCOUNT);
        keys.account(TENANT, ACCOUNT);
        store.apply(List.of(new Write.Delete(KeyRecords.tenant(TENANT))));
        now = now.plus(Keys.LONGEST);
        assertThrows(UnknownKeyException.class, () -> keys.tenant(TENANT));
        assertThrows(UnknownKeyException.class, () -> keys.account(TENANT, ACCOUNT));
    }

    @Test
    void withoutCustodyEveryUnwrapIsRefused() {
        makeTenant(TENANT);
        Keys without = Keys.open(store, root, () -> now, RANDOM);
        assertThrows(IllegalStateException.class, () -> without.tenant(TENANT));
    }

    @Test
    void aRefusalByCustodyRefusesTheKeyAndWipesIt() {
        makeTenant(TENANT);
        AtomicReference<SealingKey> seen = new AtomicReference<>();
        keys.custody(
                (_, _, _, key) -> {
                    seen.set(key);
                    throw new UnsupportedOperationException("refused");
                });
        assertThrows(UnsupportedOperationException.class, () -> keys.tenant(TENANT));
        assertThrows(
                UnsupportedOperationException.class, () -> keys.newAccountKey(TENANT, ACCOUNT));
        assertThrows(IllegalStateException.class, () -> seen.get().seal(new byte[0], PLACE));
        keys.custody((_, _, _, _) -> {});
        assertEquals(36, keys.tenant(TENANT).id().toString().length());
    }

    @Test
    void custodySealsItsRecordWithTheKeyBeforeAnybodyElseHasIt() throws Exception {
        makeTenant(TENANT);
        CountDownLatch inCustody = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicReference<byte[]> sealed = new AtomicReference<>();
        keys.custody(
                (_, _, _, key) -> {
                    sealed.set(key.seal(new byte[] {5}, PLACE));
                    inCustody.countDown();
                    awaitQuietly(leave);
                });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<SealingKey> first = threads.submit(() -> keys.tenant(TENANT));
            awaitQuietly(inCustody);
            Future<SealingKey> second = threads.submit(() -> keys.tenant(TENANT));
            Thread.sleep(20);
            assertTrue(!second.isDone());
            leave.countDown();
            assertSame(first.get(), second.get());
            assertArrayEquals(new byte[] {5}, second.get().open(sealed.get(), PLACE));
        }
    }

    @Test
    void askingForTheKeyInsideCustodyFailsInsteadOfHanging() {
        makeTenant(TENANT);
        keys.custody((tenant, _, _, _) -> keys.tenant(tenant));
        assertThrows(IllegalStateException.class, () -> keys.tenant(TENANT));
    }

    @Test
    void concurrentFirstUsesUnwrapOnce() throws Exception {
        makeTenant(TENANT);
        makeAccount(TENANT, ACCOUNT);
        Keys fresh = open(store, root);
        unwraps.clear();
        Set<SealingKey> got = ConcurrentHashMap.newKeySet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                threads.execute(() -> got.add(fresh.account(TENANT, ACCOUNT)));
            }
        }
        assertEquals(1, got.size());
        assertEquals(List.of(TENANT + " an account's data"), unwraps);
    }

    @Test
    void everyTenMinutesAnUnwrapIsRecordedAgainForAccountsToo() {
        makeTenant(TENANT);
        makeAccount(TENANT, ACCOUNT);
        unwraps.clear();
        now = now.plus(Duration.ofMinutes(9));
        SealingKey account = keys.account(TENANT, ACCOUNT);
        assertEquals(List.of(), unwraps);
        // The account's key was unwrapped a minute ago, its tenant's ten: both go.
        now = now.plus(Duration.ofMinutes(1));
        assertNotEquals(account, keys.account(TENANT, ACCOUNT));
        assertEquals(1, unwraps.size());
    }

    @Test
    void aClockSetBackForgetsKeys() {
        makeTenant(TENANT);
        keys.tenant(TENANT);
        now = now.minusSeconds(1);
        keys.tenant(TENANT);
        assertEquals(2, unwraps.size());
    }

    @Test
    void theCacheIsBounded() {
        KeyCache<Integer> cache = new KeyCache<>(3, Duration.ofMinutes(10), () -> now);
        List<Integer> loads = new ArrayList<>();
        for (int id : new int[] {1, 2, 3, 1, 4, 1, 2}) {
            cache.get(
                    id,
                    () -> {
                        loads.add(id);
                        return new KeyCache.Held(
                                new XaesSealingKey(new UUID(0, id), 1, new byte[32], RANDOM), now);
                    });
        }
        // 4 pushed out 2, which 1's use had made the oldest.
        assertEquals(List.of(1, 2, 3, 4, 2), loads);
    }

    @Test
    void closingWipesWhatCallersStillHold() {
        makeTenant(TENANT);
        makeAccount(TENANT, ACCOUNT);
        SealingKey tenant = keys.tenant(TENANT);
        SealingKey account = keys.account(TENANT, ACCOUNT);
        keys.close();
        assertThrows(IllegalStateException.class, () -> tenant.seal(new byte[0], PLACE));
        assertThrows(IllegalStateException.class, () -> account.seal(new byte[0], PLACE));
        assertThrows(IllegalStateException.class, () -> keys.tenant(TENANT));
        assertThrows(IllegalStateException.class, () -> keys.account(TENANT, ACCOUNT));
        assertThrows(IllegalStateException.class, () -> keys.platform().seal(new byte[0], PLACE));
    }

    @Test
    void aKeyWhoseUnwrapIsUnderWayWhenTheKeysCloseIsWiped() {
        makeTenant(TENANT);
        AtomicReference<SealingKey> seen = new AtomicReference<>();
        keys.custody(
                (_, _, _, key) -> {
                    seen.set(key);
                    keys.close();
                });
        assertThrows(IllegalStateException.class, () -> keys.tenant(TENANT));
        assertThrows(IllegalStateException.class, () -> seen.get().seal(new byte[0], PLACE));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
