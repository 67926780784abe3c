package fr.bleu.app.stopped;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.platform.MovedRecord;
import fr.bleu.app.platform.Whereabouts;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.extents.ExtentMove;
import fr.bleu.extents.StoppedExtents;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.StoppedStore;
import fr.bleu.store.Store;
import fr.bleu.store.StoreFailedException;
import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.copy.Row;
import fr.bleu.store.copy.StoreHead;
import fr.bleu.store.copy.StoreLoad;
import fr.bleu.store.copy.StoreMoment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Moves a stopped instance between its own folder and a stamp: all rows with the head, so that the
 * ledger's tree continues, and the sealed bytes of all extents. The target is verified, and then
 * the source is marked as moved; until then nothing of the source has changed, and a move that was
 * cut is begun again. Whoever calls it holds the instance's lock.
 */
public final class Migration {

    /** What was moved. */
    public record Result(long rows, long extents, StoreHead head) {

        /** The ledger's. */
        public long entries() {
            return head.tree().size();
        }
    }

    private final Instance instance;
    private final SharedEngines stamp;
    private final Whereabouts to;
    private final Consumer<String> out;

    /**
     * @param to which engine; the source is the other one
     * @param out told of what is wrong with the target, if anything is
     */
    public Migration(Instance instance, SharedEngines stamp, Whereabouts to, Consumer<String> out) {
        this.instance = instance;
        this.stamp = stamp;
        this.to = to;
        this.out = out;
    }

    private StoppedEngines engines(Whereabouts place) {
        return StoppedEngines.of(instance, place, stamp);
    }

    /**
     * Moves, or ends a move that was cut behind its mark.
     *
     * @return empty when only the end was left
     * @throws CommandFailure with one line that says why it cannot
     */
    public Optional<Result> run() {
        StoppedEngines source = engines(to.other());
        Whereabouts.require(instance, source.stamp());
        String where = Whereabouts.describe(instance, engines(to).stamp());
        try {
            Optional<Result> moved = Optional.empty();
            if (!isMarked(PlaceState.of(source), where)) {
                Result result = copy(source);
                verify();
                source.change(store -> mark(store, result.head(), where));
                moved = Optional.of(result);
            }
            end(where);
            return moved;
        } catch (IOException e) {
            throw new CommandFailure("it cannot be moved: " + CommandFailure.reason(e));
        } catch (StoreUnusableException | StoreFailedException e) {
            throw new CommandFailure("it cannot be moved: " + e.getMessage());
        }
    }

    /** Whether all was moved, and the source says so, and nothing has happened since. */
    private boolean isMarked(PlaceState source, String where) {
        if (!source.movedTo().equals(Optional.of(where))) {
            return false;
        }
        PlaceState target = PlaceState.of(engines(to));
        return source.changesAt(target) == 0 && source.hasLedgerOf(target);
    }

    /** May be repeated. {@code MOVED} comes last: from then on a move to here is refused. */
    private void end(String where) throws IOException {
        if (to == Whereabouts.POSTGRES) {
            // The stamp's file may name the node otherwise: its first start makes another.
            Files.deleteIfExists(instance.nodeCertificate());
        }
        switch (to) {
            case ROCKSDB -> ExtentMove.end(instance.extents());
            case POSTGRES -> ExtentMove.end(stamp.objects());
        }
        to.keep(instance, where);
    }

    /** What was written since the copy began is not in it. */
    private static void mark(Store store, StoreHead copied, String where) {
        try (StoreMoment now = StoreMoment.of(store)) {
            if (!Arrays.equals(now.head().encode(), copied.encode())) {
                throw new CommandFailure(
                        "somebody has written to the source meanwhile: stop every node, empty the"
                                + " target, and begin again");
            }
        }
        MovedRecord.write(store, where);
    }

    private void verify() {
        if (new Verification(instance, engines(to).stamp(), out).run().wrong() > 0) {
            throw new CommandFailure(
                    "what was moved is not whole; the source is as it was: ./bleu verify it");
        }
    }

    private Result copy(StoppedEngines source) throws IOException {
        try (StoppedStore store = source.store();
                StoppedExtents extents = source.extents(store);
                StoreMoment moment = StoreMoment.of(store)) {
            MovedRecord.refuse(store);
            Result result = copy(moment, extents);
            requireSame(moment.head(), result.rows());
            return result;
        }
    }

    private Result copy(StoreMoment moment, StoppedExtents extents) throws IOException {
        // The store first: it refuses a target that is not empty before any extent is touched.
        try (StoreLoad load = engines(to).load();
                ExtentMove move = move(extents)) {
            long rows = rows(moment, load, move);
            for (Stored further : move.finish(moment.head().sequence())) {
                load.put(Row.of(further));
                rows++;
            }
            load.finish(moment.head());
            return new Result(rows, move.extents(), moment.head());
        }
    }

    private ExtentMove move(StoppedExtents extents) throws IOException {
        return switch (to) {
            case ROCKSDB -> ExtentMove.toFiles(extents, instance.extents());
            case POSTGRES -> ExtentMove.toObjects(extents, stamp.objects(), instance.id());
        };
    }

    private static long rows(StoreMoment moment, StoreLoad load, ExtentMove move)
            throws IOException {
        long count = 0;
        for (Row.Kind kind : Row.Kind.values()) {
            for (Iterator<Row> rows = moment.rows(kind); rows.hasNext(); ) {
                Optional<Row> row = row(rows.next(), move);
                if (row.isPresent()) {
                    load.put(row.get());
                    count++;
                }
            }
        }
        return count;
    }

    private static Optional<Row> row(Row row, ExtentMove move) throws IOException {
        return row.kind() == Row.Kind.RECORD
                ? move.record(row.record()).map(Row::of)
                : Optional.of(row);
    }

    /** Counts the target's rows, and holds its head against the source's. */
    private void requireSame(StoreHead head, long rows) {
        try (StoppedStore store = engines(to).store();
                StoreMoment moment = StoreMoment.of(store)) {
            long found = 0;
            for (Row.Kind kind : Row.Kind.values()) {
                for (Iterator<Row> all = moment.rows(kind); all.hasNext(); all.next()) {
                    found++;
                }
            }
            if (found != rows || !Arrays.equals(head.encode(), moment.head().encode())) {
                throw new CommandFailure(
                        "the target has " + found + " rows, not " + rows + ", or another head");
            }
        }
    }
}
