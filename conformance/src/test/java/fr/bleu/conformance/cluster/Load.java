package fr.bleu.conformance.cluster;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import fr.bleu.conformance.Cloud;
import fr.bleu.conformance.TestAccount;
import fr.bleu.conformance.soak.Gate;
import fr.bleu.conformance.soak.SharedNames;
import fr.bleu.conformance.soak.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A mixed load through HAProxy, with its oracle. The soak's workers write and read blobs of every
 * kind, and wait for the end of a fault before they judge a lost call; the others go on meanwhile.
 */
final class Load implements AutoCloseable {

    private static final int WORKERS = 4;
    private static final int NEWCOMERS = 2;
    private static final int ADDERS = 2;
    private static final int SMALL_SECONDS = 10;

    /** A node waits for S3 for 20 s, and for one attempt of it 15 s more. */
    private static final int LARGE_SECONDS = 45;

    /** Longer than a node works on a request whose client is gone. */
    private static final long SETTLE_MILLIS = 8_000;

    private static final long END_SECONDS = 120;
    private static final long PACE_MILLIS = 30;

    private final Gate gate = new Gate(SETTLE_MILLIS);
    private final Waits waits = new Waits();
    private final BlobContainerClient container;
    private final SharedNames shared;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Step> others = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final ExecutorService pool =
            Executors.newFixedThreadPool(WORKERS + NEWCOMERS + ADDERS + 1);
    private volatile boolean over;

    /**
     * Makes an account for it and starts.
     *
     * @param cloud any node, whose clients are sent to HAProxy
     */
    Load(Cloud cloud, TestAccount account, long seed) {
        container = container(cloud, account, LARGE_SECONDS);
        container.create();
        BlobContainerClient small = container(cloud, account, SMALL_SECONDS);
        shared = new SharedNames(container, gate);
        for (int i = 0; i < WORKERS; i++) {
            workers.add(new Worker(container, i, gate, shared, seed));
        }
        for (int i = 0; i < NEWCOMERS; i++) {
            others.add(new Newcomer(small, "new/" + i + "/", waits, seed + 100 + i));
        }
        Counter counter = new Counter(small);
        for (int i = 0; i < ADDERS; i++) {
            others.add(counter.client(waits));
        }
        others.add(new GroupTag(cloud, "clustertag", waits));
        workers.forEach(worker -> start(() -> worker.run(this::goesOn)));
        others.forEach(other -> start(() -> run(other)));
    }

    /** One try per call: what was retried unseen could not be told apart from what was not. */
    private static BlobContainerClient container(Cloud cloud, TestAccount account, int trySeconds) {
        return new BlobServiceClientBuilder()
                .endpoint(cloud.env("BLEU_URL") + "/" + account.name())
                .credential(new StorageSharedKeyCredential(account.name(), account.key()))
                .retryOptions(
                        new RequestRetryOptions(
                                RetryPolicyType.FIXED, 1, trySeconds, null, null, null))
                .buildClient()
                .getBlobContainerClient("cluster");
    }

    private interface Work {
        void run() throws Exception;
    }

    private void start(Work work) {
        pool.execute(
                () -> {
                    try {
                        work.run();
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    }
                });
    }

    private void run(Step step) throws Exception {
        while (goesOn()) {
            step.step();
        }
    }

    /** Paces its callers: the machine is to be left room for what restarts. */
    private boolean goesOn() {
        try {
            Thread.sleep(PACE_MILLIS);
        } catch (InterruptedException e) {
            return false;
        }
        return !over && failure.get() == null;
    }

    /** Fails with what the oracle has found, if anything. */
    void requireRight() {
        if (failure.get() != null) {
            throw new AssertionError("the load found", failure.get());
        }
    }

    /** From now on a lost call may have been carried out late. */
    void faultBegins() {
        gate.down();
    }

    /** All is well again; the workers compare all their names. */
    void faultEnds() {
        gate.up();
    }

    /** Where large blobs may be written, too. */
    BlobContainerClient container() {
        return container;
    }

    Waits waits() {
        return waits;
    }

    long acknowledged() {
        return gate.answered() + waits.acknowledged();
    }

    long unanswered() {
        return gate.unanswered() + waits.unanswered();
    }

    /** Ends the load, and compares everything. */
    void verify() throws Exception {
        over = true;
        pool.shutdown();
        if (!pool.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("a client of the load does not end");
        }
        requireRight();
        for (Worker worker : workers) {
            worker.verify("at the end");
        }
        shared.verify();
        for (Step other : others) {
            other.verify();
        }
    }

    @Override
    public void close() {
        over = true;
        pool.shutdownNow();
    }
}
