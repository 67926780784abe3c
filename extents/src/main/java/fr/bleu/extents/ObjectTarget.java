package fr.bleu.extents;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Objects below a prefix that nothing else is in. One of them names the instance whose move goes
 * on, until it has ended.
 */
final class ObjectTarget implements ExtentMove.Target {

    private static final String MARK = "moving";
    private static final int PAGE = 1_000;

    private final S3ExtentsLoad load;
    private final Reads source;
    private final TreeSet<Long> epochs = new TreeSet<>();

    private ObjectTarget(Bucket bucket, S3Limits limits, Reads source) {
        this.load = new S3ExtentsLoad(bucket, limits);
        this.source = source;
    }

    static ObjectTarget in(S3Options options, String instance, Reads source, SecureRandom random)
            throws IOException {
        Bucket bucket = Bucket.open(options);
        try {
            byte[] mark = ("bleu " + instance).getBytes(StandardCharsets.US_ASCII);
            empty(bucket, mark);
            new S3Probe(bucket, random).run();
            if (!bucket.putNew(MARK, mark, mark.length)) {
                throw new IOException("the bucket has an object " + MARK + " already");
            }
            return new ObjectTarget(bucket, options.limits(), source);
        } catch (IOException | RuntimeException e) {
            bucket.close();
            throw e;
        }
    }

    static boolean isMarked(S3Options options) throws IOException {
        try (Bucket bucket = Bucket.open(options)) {
            return bucket.size(MARK) >= 0;
        }
    }

    static void unmark(S3Options options) throws IOException {
        try (Bucket bucket = Bucket.open(options)) {
            bucket.delete(MARK);
        }
    }

    private static void empty(Bucket bucket, byte[] mark) throws IOException {
        List<Bucket.Listed> page = bucket.list("", PAGE);
        if (!page.isEmpty() && !isMarked(bucket, mark)) {
            throw new IOException(
                    "the bucket is not empty below its prefix: " + page.getFirst().name());
        }
        while (!page.isEmpty()) {
            for (Bucket.Listed object : page) {
                if (!object.name().equals(MARK)) {
                    bucket.delete(object.name());
                }
            }
            page = page.size() < PAGE ? List.of() : bucket.list("", PAGE);
        }
        abortUploads(bucket.uploads());
        // Last: what is left of a cut deletion is known for what it is.
        bucket.delete(MARK);
    }

    private static boolean isMarked(Bucket bucket, byte[] mark) throws IOException {
        byte[] found = new byte[mark.length];
        return bucket.size(MARK) == mark.length
                && bucket.read(MARK, 0, found, found.length)
                && Arrays.equals(mark, found);
    }

    private static void abortUploads(Uploads uploads) throws IOException {
        Optional<Uploads.Open> next = Optional.empty();
        do {
            Uploads.Page page = uploads.page(next);
            for (Uploads.Open upload : page.uploads()) {
                uploads.abort(upload);
            }
            next = page.next();
        } while (next.isPresent());
    }

    @Override
    public byte[] put(Key location, Place from) throws IOException {
        try (InputStream stored = from.open()) {
            byte[] value = load.put(location, stored, from.storedBytes());
            epochs.add(ObjectName.of(Location.extentIn(location)).epoch());
            return value;
        }
    }

    /** A new writer's epoch is above those of files, too. */
    @Override
    public boolean replaces(Stored record) {
        return false;
    }

    @Override
    public void finish() {}

    /** The epochs of files, closed, so that what is left of them will be collected. */
    @Override
    public List<Stored> records(long version) {
        return epochs.stream()
                .map(WriterEpochs::epochKey)
                .filter(key -> source.get(key).isEmpty())
                .map(key -> new Stored(key, version, WriterEpochs.state(false)))
                .toList();
    }

    @Override
    public void close() {
        load.close();
    }
}
