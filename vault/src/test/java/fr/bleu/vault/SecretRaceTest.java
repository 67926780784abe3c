package fr.bleu.vault;

import static fr.bleu.vault.TestPlatform.json;
import static fr.bleu.vault.TestPlatform.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import fr.bleu.trust.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations on one secret at the same time, and how many versions it may have. */
class SecretRaceTest {

    private static final int WRITERS = 8;

    private static final NewSecret FRESH =
            new NewSecret(
                    "a",
                    "v",
                    Optional.empty(),
                    new Attributes(true, Optional.empty(), Optional.empty()),
                    Map.of());

    private final TestPlatform platform = new TestPlatform();
    private final TestPlatform.Tenant tenant = platform.tenant(true);
    private final Caller.Principal officer = platform.vault(tenant, "v-one", "");

    @AfterEach
    void close() {
        platform.close();
    }

    private Answer call(String method, String target) {
        return platform.call(officer, "v-one", method, target);
    }

    private static List<Answer> atOnce(List<Callable<Answer>> calls) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    @Test
    void writersOfOneSecretLoseNoVersion() throws Exception {
        List<Callable<Answer>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String value = "v" + i;
            writers.add(() -> platform.set(officer, "v-one", "a", value));
        }
        TreeSet<String> versions = new TreeSet<>();
        for (Answer answer : atOnce(writers)) {
            assertEquals(200, answer.status());
            versions.add(version(answer));
        }
        assertEquals(WRITERS, versions.size());
        assertEquals(WRITERS, json(call("GET", "/secrets/a/versions")).path("value").size());
    }

    /** Sets {@code a} while something else happens between what it reads and its commit. */
    private Result<Version> setWhile(Runnable other) {
        AtomicReference<Runnable> once = new AtomicReference<>(other);
        RandomGenerator random =
                () -> {
                    once.getAndSet(() -> {}).run();
                    return platform.random.nextLong();
                };
        return secrets(random).live().set(permit(), vault(), FRESH);
    }

    private Secrets secrets(RandomGenerator random) {
        return Secrets.open(platform.trust, platform.keys, platform.clock, random);
    }

    private Vault vault() {
        return new VaultDirectory(platform.trust.records(), platform.trust.names())
                .find("v-one")
                .orElseThrow();
    }

    /** A permit that does not end with the vault. */
    private Permit permit() {
        Caller.Principal officers =
                platform.with(tenant, "Key Vault Secrets Officer", tenant.group("g"));
        return platform.trust.authorizer().permit(officers, SecretActions.SET, vault().secret("a"));
    }

    @Test
    void aSetThatMeetsADeletionDoesNotUndoIt() {
        platform.set(officer, "v-one", "a", "v");
        VaultFailure refused =
                assertThrows(
                        VaultFailure.class, () -> setWhile(() -> call("DELETE", "/secrets/a")));
        assertEquals(VaultFailure.Kind.DELETED_BUT_RECOVERABLE, refused.kind());
        assertEquals(200, call("GET", "/deletedsecrets/a").status());
    }

    @Test
    void aSetThatMeetsAnotherComesAfterIt() {
        String last = setWhile(() -> platform.set(officer, "v-one", "a", "other")).value().id();
        assertEquals(last, version(call("GET", "/secrets/a")));
        assertEquals(2, json(call("GET", "/secrets/a/versions")).path("value").size());
    }

    @Test
    void aVaultThatIsDeletedBeforeTheCommitTakesNoSecret() {
        Runnable deletion = () -> platform.arm(tenant.owner(), "DELETE", tenant.vault("v-one"), "");
        assertThrows(UnavailableException.class, () -> setWhile(deletion));
        assertEquals(List.of(), platform.stored.records(Tables.SECRETS));
    }

    @Test
    void ofDeletionsAtOnceOneSucceedsAndOfPurgesToo() throws Exception {
        platform.set(officer, "v-one", "a", "v");
        for (String target : List.of("/secrets/a", "/deletedsecrets/a")) {
            Callable<Answer> deletion = () -> call("DELETE", target);
            List<Integer> statuses =
                    atOnce(java.util.Collections.nCopies(WRITERS, deletion)).stream()
                            .map(Answer::status)
                            .sorted()
                            .toList();
            assertTrue(statuses.getFirst() < 300, statuses.toString());
            assertEquals(List.of(404), statuses.stream().skip(1).distinct().toList());
        }
        assertEquals(List.of(), platform.stored.records(Tables.VERSIONS));
    }

    @Test
    void aSecretHasABoundedNumberOfVersionsAndCanStillBePurged() {
        for (int i = 0; i < SecretStore.MAX_VERSIONS; i++) {
            assertEquals(200, platform.set(officer, "v-one", "a", "v").status());
        }
        assertEquals(400, platform.set(officer, "v-one", "a", "v").status());
        assertEquals(200, call("DELETE", "/secrets/a").status());
        assertEquals(204, call("DELETE", "/deletedsecrets/a").status());
        assertEquals(List.of(), platform.stored.records(Tables.VERSIONS));
        assertEquals(200, platform.set(officer, "v-one", "a", "v").status());
    }
}
