package fr.bleu.vault;

import static fr.bleu.vault.TestPlatform.json;
import static fr.bleu.vault.TestPlatform.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.keys.RootKey;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.trust.Caller;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/**
 * Power is lost at each sync and each write of an operation on a secret. What was acknowledged is
 * there afterwards; what was not has happened whole or not at all.
 */
class SecretPowerLossTest {

    /** More than any of the operations needs. */
    private static final int MOST_POINTS = 30;

    private static final RootKey ROOT = RootKey.generate(new SecureRandom());

    /** An operation on the secret {@code a}, whose versions are "one" and "two". */
    private enum Operation {
        SET("PUT", "/secrets/a", "{\"value\":\"three\"}", false),
        UPDATE("PATCH", "/secrets/a", "{\"tags\":{\"k\":\"v\"}}", false),
        DELETE("DELETE", "/secrets/a", "", false),
        RECOVER("POST", "/deletedsecrets/a/recover", "", true),
        PURGE("DELETE", "/deletedsecrets/a", "", true);

        final String method;
        final String target;
        final String body;
        final boolean onDeleted;

        Operation(String method, String target, String body, boolean onDeleted) {
            this.method = method;
            this.target = target;
            this.body = body;
            this.onDeleted = onDeleted;
        }
    }

    /** What can be seen of the secret. */
    private record View(int get, String value, String tags, int versions, int getDeleted) {}

    @Test
    void everyOperationIsWholeOrNotAtAllAndStaysWhenItWasAcknowledged() {
        for (Operation operation : Operation.values()) {
            int syncs = 0;
            while (interrupted(operation, true, syncs + 1)) {
                syncs++;
            }
            int writes = 0;
            while (interrupted(operation, false, writes + 1)) {
                writes++;
            }
            assertTrue(syncs > 0 && writes > 0, operation + " was never interrupted");
        }
    }

    /** Whether the operation reached its {@code n}-th sync or write, where power was lost. */
    private static boolean interrupted(Operation operation, boolean atSync, long n) {
        assertTrue(n < MOST_POINTS, operation + " never ends");
        SimulatedDisk disk = new SimulatedDisk(31 * n + operation.ordinal());
        TestPlatform.TestClock clock = new TestPlatform.TestClock();
        Caller.Principal officer;
        View before;
        Answer answer;
        try (TestPlatform platform = new TestPlatform(disk, ROOT, clock)) {
            officer = prepared(platform, operation);
            before = view(platform, officer);
            LongConsumer powerOff = atSync ? disk::powerOffAtSync : disk::powerOffAtWrite;
            powerOff.accept(n);
            answer = call(platform, officer, operation);
        }
        boolean acknowledged = answer.status() < 300;
        disk.crash();
        try (TestPlatform platform = new TestPlatform(disk, ROOT, clock)) {
            String when = operation + (atSync ? " at sync " : " at write ") + n;
            View after = view(platform, officer);
            if (acknowledged || !after.equals(before)) {
                assertEquals(expected(operation), after, when + " " + text(answer));
            }
            usable(platform, officer, after, when);
        }
        return !acknowledged;
    }

    private static Caller.Principal prepared(TestPlatform platform, Operation operation) {
        Caller.Principal officer = platform.vault(platform.tenant(true), "v-one", "");
        for (String value : List.of("one", "two")) {
            assertEquals(200, platform.set(officer, "v-one", "a", value).status());
        }
        if (operation.onDeleted) {
            platform.call(officer, "v-one", "DELETE", "/secrets/a");
        }
        return officer;
    }

    private static Answer call(
            TestPlatform platform, Caller.Principal officer, Operation operation) {
        return platform.call(officer, "v-one", operation.method, operation.target, operation.body);
    }

    private static View view(TestPlatform platform, Caller.Principal officer) {
        Answer get = platform.call(officer, "v-one", "GET", "/secrets/a");
        Answer versions = platform.call(officer, "v-one", "GET", "/secrets/a/versions");
        Answer deleted = platform.call(officer, "v-one", "GET", "/deletedsecrets/a");
        return new View(
                get.status(),
                json(get).path("value").asString(""),
                json(get).path("tags").toString(),
                json(versions).path("value").size(),
                deleted.status());
    }

    private static View expected(Operation operation) {
        return switch (operation) {
            case SET -> new View(200, "three", "", 3, 404);
            case UPDATE -> new View(200, "two", "{\"k\":\"v\"}", 2, 404);
            case DELETE -> new View(404, "", "", 0, 200);
            case RECOVER -> new View(200, "two", "", 2, 404);
            case PURGE -> new View(404, "", "", 0, 404);
        };
    }

    /** The secret can be used on, and a purge has left nothing. */
    private static void usable(
            TestPlatform platform, Caller.Principal officer, View after, String when) {
        if (after.getDeleted() == 200) {
            Answer back = platform.call(officer, "v-one", "POST", "/deletedsecrets/a/recover");
            assertEquals(200, back.status(), when);
        } else if (after.get() == 404) {
            assertEquals(List.of(), platform.stored.records(Tables.VERSIONS), when);
        }
        assertEquals(200, platform.set(officer, "v-one", "a", "next").status(), when);
        Answer read = platform.call(officer, "v-one", "GET", "/secrets/a");
        assertEquals("next", json(read).path("value").asString(), when);
    }
}
