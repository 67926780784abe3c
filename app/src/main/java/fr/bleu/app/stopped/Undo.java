package fr.bleu.app.stopped;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.platform.CheckpointFile;
import fr.bleu.app.platform.MovedRecord;
import fr.bleu.app.platform.Whereabouts;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.store.StoreFailedException;
import fr.bleu.store.StoreUnusableException;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes the source of the last move the place to start from again, as long as the target has
 * exactly what was moved. Both are read first, so that a wrong one is left unchanged. Whoever calls
 * it holds the instance's lock.
 */
public final class Undo {

    private final Instance instance;
    private final SharedEngines stamp;
    private final Whereabouts now;

    private Undo(Instance instance, SharedEngines stamp, Whereabouts now) {
        this.instance = instance;
        this.stamp = stamp;
        this.now = now;
    }

    /**
     * Undoes the move that {@code MOVED} in the instance's folder tells of.
     *
     * @throws CommandFailure when nothing was moved, the cloud has gone on where it went, the stamp
     *     is not the move's, or what is there cannot be read
     */
    public static void run(Instance instance, SharedEngines stamp) {
        Whereabouts now =
                Whereabouts.of(instance)
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                "nothing was moved from or to here (a move that was"
                                                        + " cut goes on when it is begun again)"));
        try {
            new Undo(instance, stamp, now).run();
        } catch (IOException e) {
            throw new CommandFailure("it cannot be undone: " + CommandFailure.reason(e));
        } catch (StoreUnusableException | StoreFailedException e) {
            throw new CommandFailure("it cannot be undone: " + e.getMessage());
        }
    }

    private void run() throws IOException {
        String target = describe(now);
        Whereabouts.requireCalled(instance, target);
        StoppedEngines source = engines(now.other());
        PlaceState before = PlaceState.of(source);
        requireSource(before, target);
        requireUnchanged(before, PlaceState.of(engines(now)));
        requireNotPublished(before);
        if (before.movedTo().isPresent()) {
            source.change(MovedRecord::remove);
        }
        now.other().keep(instance, describe(now.other()));
    }

    private String describe(Whereabouts place) {
        return Whereabouts.describe(instance, engines(place).stamp());
    }

    private StoppedEngines engines(Whereabouts place) {
        return StoppedEngines.of(instance, place, stamp);
    }

    /** An undoing that was cut has taken the mark away already. */
    private static void requireSource(PlaceState source, String target) {
        Optional<String> other = source.movedTo().filter(it -> !it.equals(target));
        if (other.isPresent()) {
            throw new CommandFailure(
                    "that store was moved to " + other.get() + ", not to " + target);
        }
    }

    /** What nodes with folders of their own have published is not known here. */
    private static void requireUnchanged(PlaceState source, PlaceState target) {
        if (target.movedTo().isPresent()) {
            throw new CommandFailure(
                    "a move to "
                            + target.movedTo().get()
                            + " was cut at its end: begin it again, which ends it");
        }
        long changes = source.changesAt(target);
        if (changes > 0) {
            throw new CommandFailure(
                    "the cloud has gone on where it went: "
                            + changes
                            + " changes were made there; move it back instead");
        }
        if (changes < 0 || !source.hasLedgerOf(target)) {
            throw new CommandFailure(
                    "what is there is not what was moved: does --stamp name another one?");
        }
    }

    private void requireNotPublished(PlaceState source) {
        long published =
                CheckpointFile.read(instance.checkpoint())
                        .map(it -> CheckpointFile.parse(it).size())
                        .orElse(0L);
        long size = source.head().tree().size();
        if (published > size) {
            throw new CommandFailure(
                    "the cloud has gone on where it went: "
                            + published
                            + " ledger entries were published, and here are "
                            + size
                            + "; move it back instead");
        }
    }
}
