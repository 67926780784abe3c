package fr.bleu.extents;

import fr.bleu.store.Reads;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;

/** Where one extent's stored bytes lie, as its location says. */
sealed interface Place {

    /** How many stored bytes there are. */
    long storedBytes();

    /**
     * The layout of an extent of this length.
     *
     * @throws ExtentDamagedException when these cannot be its bytes
     */
    ExtentLayout layout(long extentLength) throws IOException;

    /** The stored bytes, for reads that end at {@code end} at the latest. */
    ExtentReader.Source source(long end);

    /** All stored bytes, one after the other. */
    default InputStream open() {
        return new PlaceStream(source(storedBytes()), storedBytes());
    }

    /**
     * Looks whether all of the bytes are there, without opening them.
     *
     * @throws ExtentDamagedException when some are not
     */
    void requireThere() throws IOException;

    /** How an engine understands its locations. */
    interface Finder {

        /**
         * @throws IllegalStateException when the location has another format
         */
        Place find(UUID extent, Reads.Stored location);
    }

    /** Runs of segments. */
    record InSegments(SegmentReaders segments, List<Run> runs) implements Place {

        static Finder finder(SegmentReaders segments) {
            return (_, location) -> new InSegments(segments, Location.decode(location.value()));
        }

        @Override
        public long storedBytes() {
            return runs.stream().mapToLong(Run::length).sum();
        }

        @Override
        public ExtentLayout layout(long extentLength) throws IOException {
            ExtentLayout layout = new RunsSource(segments, runs).layout(extentLength);
            if (layout.storedBytes() != storedBytes()) {
                throw new ExtentDamagedException("an extent has another length than its location");
            }
            return layout;
        }

        @Override
        public ExtentReader.Source source(long end) {
            return new RunsSource(segments, runs);
        }

        @Override
        public void requireThere() throws IOException {
            for (Run run : runs) {
                segments.read(run.segment(), run.end() - 1L, new byte[1], 0, 1);
            }
        }
    }

    /** An object of its own. */
    record InObject(Bucket bucket, int windowBytes, String name, ObjectLocation location)
            implements Place {

        static Finder finder(Bucket bucket, int windowBytes) {
            return (extent, location) ->
                    new InObject(
                            bucket,
                            windowBytes,
                            ObjectName.of(extent).text(),
                            ObjectLocation.decode(location));
        }

        @Override
        public long storedBytes() {
            return location.storedBytes();
        }

        @Override
        public ExtentLayout layout(long extentLength) throws IOException {
            return location.layout(extentLength);
        }

        @Override
        public ExtentReader.Source source(long end) {
            return new ObjectSource(bucket, name, windowBytes, end);
        }

        @Override
        public void requireThere() throws IOException {
            if (bucket.size(name) != location.storedBytes()) {
                throw new ExtentDamagedException("the object " + name + " is missing or cut");
            }
        }
    }
}
