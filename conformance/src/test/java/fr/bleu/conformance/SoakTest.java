package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import fr.bleu.conformance.soak.Gate;
import fr.bleu.conformance.soak.SharedNames;
import fr.bleu.conformance.soak.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A mixed load on a cloud that is killed at random; after each restart and at the end every name
 * holds what its writers know. {@code -Dbleu.soak.seconds} is how long (half an hour); {@code
 * -Dbleu.soak.seed} repeats a load's choices, though not the moments of the kills within it.
 */
@Tag("heavy")
@Tag("embedded")
class SoakTest {

    private static final int SECONDS = Integer.getInteger("bleu.soak.seconds", 1800);
    private static final long SEED = Long.getLong("bleu.soak.seed", System.nanoTime());
    private static final int THREADS = 8;
    private static final int TRY_SECONDS = 60;

    /** The last part of the time runs without a kill, to see what memory does. */
    private static final int CALM_SECONDS = SECONDS / 5;

    private static final int SAMPLE_SECONDS = 5;
    private static final long MAX_RESIDENT_MB = 900;
    private static final long SCRUB_SECONDS = 600;

    /** The clients' complaints about connections that a kill broke; held, or they are forgotten. */
    private static final List<Logger> COMPLAINTS =
            List.of(Logger.getLogger("com.azure"), Logger.getLogger("reactor"));

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Gate gate = new Gate();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Long> resident = new ArrayList<>();
    private long startedNanos = System.nanoTime();
    private Cloud cloud;
    private int kills;
    private volatile boolean over;

    @Test
    void nothingAcknowledgedIsLostOrChanged() throws Exception {
        say("seed " + SEED);
        TestAccount account = TestAccount.create("soakaccount");
        cloud = account.cloud();
        BlobContainerClient container = container(account);
        container.create();
        SharedNames shared = new SharedNames(container, gate);
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            workers.add(new Worker(container, i, gate, shared, SEED));
        }
        startedNanos = System.nanoTime();
        COMPLAINTS.forEach(logger -> logger.setLevel(Level.OFF));
        try {
            run(workers);
        } finally {
            COMPLAINTS.forEach(logger -> logger.setLevel(null));
        }
        for (Worker worker : workers) {
            worker.verify("at the end");
        }
        shared.verify();
        say("all names verified; " + gate.counts() + ", " + kills + " kills");
        scrub();
        verifyLedger();
        say("since the last restart " + resident + " MB were resident");
        assertTrue(Collections.max(resident) <= MAX_RESIDENT_MB, resident + " MB were resident");
    }

    /** One try per call: what was retried unseen could not be told apart from what was not. */
    private static BlobContainerClient container(TestAccount account) {
        return new BlobServiceClientBuilder()
                .endpoint(account.cloud().env("BLEU_URL") + "/" + account.name())
                .credential(new StorageSharedKeyCredential(account.name(), account.key()))
                .retryOptions(
                        new RequestRetryOptions(
                                RetryPolicyType.FIXED, 1, TRY_SECONDS, null, null, null))
                .buildClient()
                .getBlobContainerClient("soak");
    }

    private void run(List<Worker> workers) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            workers.forEach(worker -> pool.execute(() -> work(worker)));
            try {
                while (seconds() < SECONDS - CALM_SECONDS && failure.get() == null) {
                    watch(Math.min(SECONDS - CALM_SECONDS, seconds() + 20 + random.nextInt(70)));
                    kill();
                }
                resident.clear();
                watch(SECONDS);
            } finally {
                over = true;
            }
        }
        if (failure.get() != null) {
            throw new AssertionError("seed " + SEED + ", " + kills + " kills", failure.get());
        }
    }

    private void work(Worker worker) {
        try {
            worker.run(() -> !over && failure.get() == null);
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    private void kill() throws Exception {
        if (failure.get() == null) {
            gate.down();
            cloud.kill();
            kills++;
            cloud.up();
            gate.up();
            say("kill " + kills + ", up again after " + cloud.readyMillis() + " ms");
        }
    }

    /** Samples memory until then, or until a failure. */
    private void watch(long untilSecond) throws Exception {
        while (seconds() < untilSecond && failure.get() == null) {
            long left = untilSecond - seconds();
            Thread.sleep(1000 * Math.min(SAMPLE_SECONDS, left));
            resident.add(residentMb());
            say(resident.getLast() + " MB resident, " + gate.counts());
        }
    }

    private long residentMb() throws Exception {
        Path status = Path.of("/proc/" + cloud.pid() + "/status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }

    private void scrub() throws Exception {
        String data = cloud.data().toString();
        cloud.bleu("scrub", "--data", data);
        long until = seconds() + SCRUB_SECONDS;
        // The command fails when there is damage.
        String status = cloud.bleu("scrub", "status", "--data", data);
        while (status.matches("(?s).*running +true.*") && seconds() < until) {
            Thread.sleep(500);
            status = cloud.bleu("scrub", "status", "--data", data);
        }
        say("scrub: " + status.strip().replaceAll("\\s+", " "));
        assertTrue(status.matches("(?s).*running +false.*damaged +0.*"), status);
        assertTrue(status.matches("(?s).*accounts not read +0.*"), status);
    }

    private void verifyLedger() throws Exception {
        String data = cloud.data().toString();
        String export = cloud.folder().resolve("soak-export").toString();
        String key = cloud.bleu("ledger", "key", "--data", data).strip();
        cloud.bleu("ledger", "export", export, "--data", data);
        Cloud.Result result = cloud.tryBleu("ledger", "verify", export, "--key", key);
        say("ledger: " + result.output().strip().replace("\n", "; "));
        assertEquals(0, result.exit(), result.output());
    }

    private long seconds() {
        return (System.nanoTime() - startedNanos) / 1_000_000_000;
    }

    private void say(String what) {
        System.out.println("soak " + seconds() + " s: " + what);
    }
}
