package fr.bleu.storage;

import fr.bleu.keys.SealingKey;
import fr.bleu.trust.Action;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Target;
import fr.bleu.trust.Upkeep;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads everything that is stored and tells what does not authenticate any more. Runs in the
 * background, on the operator's command, at a bounded rate. The operator learns opaque ids and
 * counts; which object is damaged stands in its tenant's ledger.
 */
public final class Scrub implements AutoCloseable {
    static final Action SCRUB = Upkeep.action("storage/scrub");

    /** Bytes per second. */
    public static final long RATE = 64L << 20;

    private static final System.Logger LOG = System.getLogger(Scrub.class.getName());
    private static final String INSTRUCTION = "verify what is stored";

    /** Damages that are named; more are counted. */
    private static final int MOST_NAMED = 1_000;

    /**
     * Something that does not authenticate, without its name.
     *
     * @param part the extent's id, or {@code record}
     */
    public record Damage(UUID account, String part) {}

    /**
     * How far it is, or how the last run ended.
     *
     * @param objects blobs of any time and open uploads
     * @param unreadable objects that only their customers' keys open
     * @param failures accounts that could not be read to their end
     */
    public record Report(
            boolean running,
            long accounts,
            long objects,
            long bytes,
            long unreadable,
            long failures,
            long damaged,
            List<Damage> damages) {}

    private final Storage storage;
    private final Upkeep upkeep;
    private final long bytesPerSecond;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Damage> damages = new ArrayList<>();
    private Thread running;
    private long accounts;
    private long objects;
    private long bytes;
    private long unreadable;
    private long failures;
    private long damaged;

    Scrub(Storage storage, Upkeep upkeep, long bytesPerSecond) {
        this.storage = storage;
        this.upkeep = upkeep;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Begins anew, unless one is under way; whether it began. */
    public synchronized boolean start() {
        if (isRunning() || stop.getCount() == 0) {
            return false;
        }
        damages.clear();
        accounts = objects = bytes = unreadable = failures = damaged = 0;
        running = Thread.ofVirtual().name("scrub").start(this::run);
        return true;
    }

    public synchronized Report report() {
        return new Report(
                isRunning(),
                accounts,
                objects,
                bytes,
                unreadable,
                failures,
                damaged,
                List.copyOf(damages));
    }

    private boolean isRunning() {
        return running != null && running.isAlive();
    }

    private void run() {
        try {
            for (Names.Holder account : storage.allAccounts()) {
                quietly(account);
            }
        } catch (CancellationException e) {
            // Closing.
        }
    }

    private void quietly(Names.Holder account) {
        try {
            account(account);
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "an account was not scrubbed to its end", e);
            synchronized (this) {
                failures++;
            }
        }
    }

    /** One account, with its entry; a deleted one has nothing that anybody could read. */
    void account(Names.Holder holder) {
        Collecting.Tools tools = storage.tools(() -> {});
        var record = tools.reads().get(AccountRecord.key(holder.owner()));
        if (record.isEmpty()) {
            return;
        }
        Target target =
                Target.in(
                        holder.tenant(),
                        holder.owner(),
                        AccountRecord.place(record.get().value()).scope());
        Permit permit = upkeep.permit(target, SCRUB, INSTRUCTION);
        SealingKey key = storage.keys().account(holder.tenant(), holder.owner());
        ScrubbedAccount account =
                new ScrubbedAccount(
                        tools.reads(),
                        storage.extents(),
                        holder.owner(),
                        key,
                        this::pass,
                        object -> found(permit, object));
        account.scrub();
        commit(
                permit,
                new Draft()
                        .detail("objects", Long.toString(account.objects()))
                        .detail("bytes", Long.toString(account.bytes()))
                        .detail("damaged", Long.toString(account.damaged())));
        synchronized (this) {
            accounts++;
            objects += account.objects();
            unreadable += account.unreadable();
        }
    }

    private void found(Permit permit, ScrubbedAccount.Damaged object) {
        synchronized (this) {
            damaged++;
            if (damages.size() >= MOST_NAMED) {
                return;
            }
            damages.add(new Damage(permit.target().owner(), object.part()));
        }
        commit(
                permit,
                new Draft()
                        .detail("container", object.container())
                        .detail("blob", object.blob())
                        .detail("damaged", object.part()));
    }

    private void commit(Permit permit, Draft draft) {
        switch (storage.tools(() -> {}).commits().commit(permit, draft)) {
            case CommitResult.Committed _ -> {
                // It checks nothing.
            }
            case CommitResult.Conflict conflict ->
                    throw new IllegalStateException("a conflict on " + conflict.key());
        }
    }

    /** Counts what was read and waits as long as the rate demands. */
    private void pass(int count) {
        synchronized (this) {
            bytes += count;
        }
        try {
            long nanos = count * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
            if (stop.await(nanos, TimeUnit.NANOSECONDS)) {
                throw new CancellationException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        Thread last;
        synchronized (this) {
            last = running;
        }
        if (last != null) {
            last.join();
        }
    }
}
