package fr.bleu.extents;

import fr.bleu.keys.Keys;
import fr.bleu.keys.RootKey;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Outcome;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import fr.bleu.store.disk.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A store, an account's key, and shorthand for putting and reading extents. */
final class Fixture {

    /** Sizes at which a few kilobytes fill chunks, runs and segments. */
    static final ExtentOptions TINY = new ExtentOptions(64, 4096, 256, 1024, 16);

    static final UUID OWNER = new UUID(7, 7);
    static final SecureRandom RANDOM = new SecureRandom();

    Store store;
    final SealingKey account;
    final List<IOException> fatal = new ArrayList<>();
    private final Random data;

    Fixture(Store store, long seed) {
        this.store = store;
        this.data = new Random(seed);
        this.account = newAccountKey();
    }

    /** A key such as accounts have, from a hierarchy of its own. */
    static SealingKey newAccountKey() {
        return Keys.open(new FakeStore(), RootKey.generate(RANDOM)).platform();
    }

    FileExtents open(Disk disk, ExtentOptions options) throws IOException {
        return open(disk, options, fatal::add);
    }

    FileExtents open(Disk disk, ExtentOptions options, Consumer<IOException> onFatal)
            throws IOException {
        return FileExtents.open(disk, store, InstantSource.system(), RANDOM, options, onFatal);
    }

    S3Extents open(S3Options options) throws IOException {
        return open(options, System::nanoTime);
    }

    S3Extents open(S3Options options, LongSupplier nanos) throws IOException {
        return S3Extents.open(options, store, InstantSource.system(), nanos, RANDOM);
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        data.nextBytes(bytes);
        return bytes;
    }

    /** Writes an extent in pieces of arbitrary size, without committing it. */
    Finished write(Extents extents, byte[] content) throws IOException {
        try (ExtentWriter writer = extents.create(OWNER, account)) {
            pour(writer, content);
            return writer.finish();
        }
    }

    void pour(ExtentWriter writer, byte[] content) throws IOException {
        int done = 0;
        while (done < content.length) {
            int part = Math.min(content.length - done, 1 + data.nextInt(200));
            writer.write(content, done, part);
            done += part;
        }
    }

    Outcome commit(Finished finished) {
        return commit(finished.checks(), finished.writes());
    }

    Outcome commit(List<Check> checks, List<Write> writes) {
        ChangeId id = ChangeId.random(InstantSource.system().millis(), RANDOM);
        return store.commit(new Change(id, Key.PLATFORM, checks, writes, List.of()));
    }

    /** Writes and commits. */
    Extent put(Extents extents, byte[] content) throws IOException {
        Finished finished = write(extents, content);
        if (commit(finished) instanceof Outcome.Committed) {
            return finished.extent();
        }
        throw new IllegalStateException("the extent did not commit");
    }

    /** Deletes, commits and frees. */
    void delete(Extents extents, Extent extent) {
        Deletion deletion = extents.delete(OWNER, extent.id());
        if (!(commit(List.of(), deletion.writes()) instanceof Outcome.Committed)) {
            throw new IllegalStateException("the deletion did not commit");
        }
        extents.free(List.of(deletion));
    }

    byte[] read(Extents extents, Extent extent) throws IOException {
        return read(extents, extent, 0, extent.length());
    }

    byte[] read(Extents extents, Extent extent, long offset, long length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        extents.read(extent, OWNER, account, offset, length, out);
        return out.toByteArray();
    }
}
