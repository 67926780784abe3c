package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import fr.bleu.trust.Names;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Target;
import fr.bleu.trust.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings an account's change feed up to date, step by step; each step is a commit from which the
 * next attempt goes on. The commit that shows events is the one that takes them out of the {@link
 * FeedOutbox}, so that each is shown exactly once.
 *
 * <p>Events come in the order of their times. Each belongs to the segment of its hour, or, if that
 * is closed, to the first one after it.
 */
final class FeedPublisher {
    private static final String INSTRUCTION = "publish the change feed";

    /** Events of one block, and their bytes, unless there is just one. */
    private static final int BATCH = 400;

    private static final int BATCH_BYTES = 400 * 1024;

    /** Steps of one look, so that other accounts have their turn. */
    private static final int MOST_STEPS = 100;

    /** How long an hour's segment waits for commits that began within the hour. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /** Blocks of a log file; an append blob takes 50,000. */
    private static final int CHUNK_BLOCKS = 40_000;

    private final FeedFiles.Tools tools;
    private final Containers containers;
    private final Upkeep upkeep;
    private final long chunkBytes;

    /**
     * @param chunkBytes how long a log file becomes, about
     */
    FeedPublisher(FeedFiles.Tools tools, Containers containers, Upkeep upkeep, long chunkBytes) {
        this.tools = tools;
        this.containers = containers;
        this.upkeep = upkeep;
        this.chunkBytes = chunkBytes;
    }

    /**
     * Looks after one account; whether it wants to be looked after again. Where there is nothing to
     * do no key is unwrapped.
     */
    boolean look(Names.Holder holder) {
        return tools.reads()
                .get(AccountRecord.key(holder.owner()))
                .filter(account -> look(holder.owner(), account))
                .isPresent();
    }

    private boolean look(UUID id, Stored account) {
        FeedSettings settings = AccountRecord.settings(account.value()).service().changeFeed();
        boolean begun = tools.reads().get(FeedState.key(id)).isPresent();
        if (!begun && !settings.enabled() && waiting(id, 1).isEmpty()) {
            return false;
        }
        Optional<Permit> permit = permit(id, AccountRecord.place(account.value()));
        // Where content of the tenant may not be, its feed is left to another node.
        return permit.isPresent() && publish(permit.get(), id, settings, begun);
    }

    private boolean publish(Permit permit, UUID id, FeedSettings settings, boolean begun) {
        FeedFiles files = new FeedFiles(tools, permit);
        if (!begun && !begin(permit, files, id)) {
            return true;
        }
        new FeedRetention(files, tools.clock()).run(settings);
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            if (!step(files, id)) {
                return FeedState.find(tools.reads(), id).state().open().isPresent();
            }
        }
        return true;
    }

    private Optional<Permit> permit(UUID id, AccountRecord.Place account) {
        Target target =
                Target.in(
                        account.tenant(),
                        id,
                        ContainerTarget.scope(account.scope(), FeedContainer.NAME));
        return upkeep.placing(target, FeedContainer.PUBLISH, INSTRUCTION);
    }

    /** Makes what an empty feed has; whether that is done. */
    private boolean begin(Permit permit, FeedFiles files, UUID account) {
        if (tools.reads().get(ContainerTarget.key(account, FeedContainer.NAME)).isEmpty()) {
            containers.create(permit, Metadata.EMPTY, PublicAccess.NONE);
        }
        Instant now = tools.clock().instant();
        FeedState.Found was = FeedState.find(tools.reads(), account);
        return files.describe(
                        FeedContainer.segment(FeedContainer.BEGINNING),
                        FeedContainer.beginningJson(now),
                        FeedFiles.Along.NOTHING)
                && files.describe(
                        FeedContainer.SEGMENTS,
                        FeedContainer.segmentsJson(FeedContainer.BEGINNING, now),
                        along(was, FeedState.NEW, account, List.of()));
    }

    /** Whether there was something to do, and it was done. */
    private boolean step(FeedFiles files, UUID account) {
        FeedState.Found was = FeedState.find(tools.reads(), account);
        List<Stored> waiting = waiting(account, BATCH);
        Optional<Instant> next = waiting.stream().findFirst().map(it -> hour(was.state(), it));
        Optional<Instant> open = was.state().open();
        if (open.isEmpty()) {
            return next.isPresent() && open(files, account, was, next.get());
        }
        if (next.isPresent() && !next.get().isAfter(open.get())) {
            return publish(files, account, was, batch(was.state(), open.get(), waiting));
        }
        Instant end = open.get().plus(1, ChronoUnit.HOURS).plus(GRACE);
        boolean over = next.isPresent() || !tools.clock().instant().isBefore(end);
        return over && close(files, account, was);
    }

    private List<Stored> waiting(UUID account, int limit) {
        return tools.reads().scanPrefix(Key.of(account, Tables.FEED_OUTBOX), limit);
    }

    /** The hour in whose segment an event is told. */
    private static Instant hour(FeedState state, Stored event) {
        Instant own = FeedSequence.at(event.key()).instant().truncatedTo(ChronoUnit.HOURS);
        return own.isAfter(state.closed()) ? own : state.closed().plus(1, ChronoUnit.HOURS);
    }

    /** The first events, as far as they belong to the segment. */
    private static List<Stored> batch(FeedState state, Instant open, List<Stored> waiting) {
        List<Stored> batch = new ArrayList<>();
        int bytes = 0;
        for (Stored event : waiting) {
            bytes += event.value().length;
            boolean full = !batch.isEmpty() && bytes > BATCH_BYTES;
            if (full || hour(state, event).isAfter(open)) {
                break;
            }
            batch.add(event);
        }
        return batch;
    }

    /**
     * Readers may read up to the segment before it is there: then there is just nothing yet. Both
     * rest on what was read: a publisher that slept never tells them an earlier hour.
     */
    private boolean open(FeedFiles files, UUID account, FeedState.Found was, Instant hour) {
        Instant now = tools.clock().instant();
        return files.describe(
                        FeedContainer.SEGMENTS,
                        FeedContainer.segmentsJson(hour, now),
                        new FeedFiles.Along(List.of(was.unchanged()), List.of()))
                && files.describe(
                        FeedContainer.segment(hour),
                        FeedContainer.segmentJson(hour, false, now),
                        along(was, was.state().opened(hour), account, List.of()));
    }

    private boolean close(FeedFiles files, UUID account, FeedState.Found was) {
        Instant hour = was.state().open().orElseThrow();
        return files.describe(
                FeedContainer.segment(hour),
                FeedContainer.segmentJson(hour, true, tools.clock().instant()),
                along(was, was.state().finalized(), account, List.of()));
    }

    private boolean publish(
            FeedFiles files, UUID account, FeedState.Found was, List<Stored> batch) {
        Instant hour = was.state().open().orElseThrow();
        int chunk = chunk(files, hour, was.state().chunk());
        List<byte[]> records =
                batch.stream().map(event -> new Decoder(event.value()).bytes()).toList();
        List<Write> shown =
                batch.stream().<Write>map(event -> new Write.Delete(event.key())).toList();
        long last = FeedSequence.at(batch.getLast().key()).ticks();
        return files.append(
                FeedContainer.chunk(hour, chunk),
                records,
                along(was, was.state().published(chunk, last), account, shown));
    }

    /** The log file that is added to: the last, until it is full. */
    private int chunk(FeedFiles files, Instant hour, int last) {
        Optional<Blob> file = files.find(FeedContainer.chunk(hour, last)).blob();
        boolean full =
                file.filter(
                                it ->
                                        it.length() >= chunkBytes
                                                || it.committedBlocks().orElse(0) >= CHUNK_BLOCKS)
                        .isPresent();
        return full ? last + 1 : last;
    }

    private static FeedFiles.Along along(
            FeedState.Found was, FeedState state, UUID account, List<Write> more) {
        List<Write> writes = new ArrayList<>(more);
        writes.add(state.put(account));
        return new FeedFiles.Along(List.of(was.unchanged()), writes);
    }
}
