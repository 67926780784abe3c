package fr.bleu.extents;

import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Carries a stopped instance's extents to the other engine: the same ids and the same sealed bytes,
 * which nobody opens, at other locations. No writer of the target gets an epoch that the source has
 * had, so that none makes an extent of an id that there is.
 *
 * <p>Every record of the source's store goes through {@link #record}; then {@link #finish} makes
 * the bytes durable. The target is marked as one that is being filled until {@link #end}, for which
 * a move need not be open.
 */
public final class ExtentMove implements AutoCloseable {

    /** Where extents are carried to. */
    sealed interface Target extends AutoCloseable permits SegmentTarget, ObjectTarget {

        /** Stores an extent's bytes, and gives the value of its location. */
        byte[] put(Key location, Place from) throws IOException;

        /** Whether the target has another value for a record, which {@link #records} gives. */
        boolean replaces(Stored record);

        /** Makes all durable. */
        void finish() throws IOException;

        /** What the target's store holds besides what was carried over. */
        List<Stored> records(long version);

        @Override
        void close() throws IOException;
    }

    private final StoppedExtents source;
    private final Target target;
    private long extents;

    private ExtentMove(StoppedExtents source, Target target) {
        this.source = source;
        this.target = target;
    }

    /**
     * To segments in a folder, which is made when all of them are whole.
     *
     * @param folder must not be there, or be empty
     */
    public static ExtentMove toFiles(StoppedExtents source, Path folder) throws IOException {
        long epoch = WriterEpochs.last(source.store()) + 1;
        return new ExtentMove(source, SegmentTarget.in(folder, epoch));
    }

    /**
     * To objects of a bucket.
     *
     * @param options below their prefix there must be nothing, or what a move of this instance left
     *     that was cut: that is deleted first
     * @param instance the instance's id
     */
    public static ExtentMove toObjects(StoppedExtents source, S3Options options, String instance)
            throws IOException {
        return new ExtentMove(
                source, ObjectTarget.in(options, instance, source.store(), new SecureRandom()));
    }

    /**
     * What the target's store has in place of a record of the source's; an extent is carried over
     * when its location comes by.
     *
     * @return empty for a record that {@link #finish} gives anew
     * @throws ExtentDamagedException when bytes are not there
     */
    public Optional<Stored> record(Stored record) throws IOException {
        if (target.replaces(record)) {
            return Optional.empty();
        }
        if (record.key().tableId() != Location.TABLE.id()) {
            return Optional.of(record);
        }
        UUID extent = Location.extentIn(record.key());
        extents++;
        byte[] location = target.put(record.key(), source.place(extent, record));
        return Optional.of(new Stored(record.key(), record.version(), location));
    }

    /**
     * Makes the bytes durable.
     *
     * @param version of the records that are returned: the last commit's number
     * @return what the target's store holds besides
     */
    public List<Stored> finish(long version) throws IOException {
        target.finish();
        return target.records(version);
    }

    /** Whether a move to files was begun and not ended. */
    public static boolean isUnderWay(Path folder) {
        return SegmentTarget.isMarked(folder);
    }

    /** Whether a move to objects was begun and not ended. */
    public static boolean isUnderWay(S3Options options) throws IOException {
        return ObjectTarget.isMarked(options);
    }

    /** Ends a move to files: the next one does not take what is there for a cut one's. */
    public static void end(Path folder) throws IOException {
        SegmentTarget.unmark(folder);
    }

    /** Ends a move to objects. */
    public static void end(S3Options options) throws IOException {
        ObjectTarget.unmark(options);
    }

    /** How many extents were carried over. */
    public long extents() {
        return extents;
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
