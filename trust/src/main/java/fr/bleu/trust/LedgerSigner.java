package fr.bleu.trust;

import fr.bleu.ledger.Checkpoint;
import fr.bleu.ledger.MalformedException;
import fr.bleu.ledger.Note;
import fr.bleu.ledger.SignerKey;
import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.Outcome;
import fr.bleu.store.Reads.Stored;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Signs heads of the durable tree, off the committer. Each checkpoint is stored, then handed to
 * whoever keeps it outside the store, and only then shown to anybody: a store that is restored
 * shorter than what anybody was shown can be told.
 */
final class LedgerSigner {

    private static final Logger LOG = System.getLogger(LedgerSigner.class.getName());

    /** A checkpoint and its size. */
    record Signed(long size, String text) {}

    private final TrustConfig config;
    private final SignerKey key;
    private volatile Signed latest;
    private volatile long durable;
    private volatile long signedAtNanos = System.nanoTime();

    LedgerSigner(TrustConfig config, SignerKey key) {
        this.config = config;
        this.key = key;
        text(config.store().get(Genesis.key(Tables.CHECKPOINT))).ifPresent(this::requireHeld);
        config.published().ifPresent(this::requireHeld);
        this.latest = new Signed(0, "");
    }

    String vkey() {
        return key.verifier().toString();
    }

    /** The latest, signed now if the tree has grown. */
    synchronized Signed sign() {
        long size = config.store().ledger().size();
        durable = size;
        if (size == latest.size() && size > 0) {
            signedAtNanos = System.nanoTime();
            return latest;
        }
        byte[] root = config.store().ledger().rootHash(size);
        String text = new Checkpoint(config.origin(), size, root).sign(key);
        store(size, text);
        publish(text);
        latest = new Signed(size, text);
        signedAtNanos = System.nanoTime();
        return latest;
    }

    /** A checkpoint of a head that somebody has read; it is shown to nobody but the caller. */
    String at(long size, byte[] root) {
        LedgerTree tree = config.store().ledger();
        if (tree.size() < size || !MessageDigest.isEqual(tree.rootHash(size), root)) {
            throw new UnavailableException("what was read is not there for good");
        }
        return new Checkpoint(config.origin(), size, root).sign(key);
    }

    /** The last checkpoint of an earlier generation. */
    Signed archived(int generation, LedgerTree tree) {
        Succession.requireRestored(config.store(), generation, tree);
        Checkpoint last =
                new Checkpoint(config.origin(generation), tree.size(), tree.rootHash(tree.size()));
        return new Signed(last.size(), last.sign(key.named(last.origin())));
    }

    /** The verifier's key of a generation. */
    String vkey(int generation) {
        return key.named(config.origin(generation)).verifier().toString();
    }

    /** The size of the latest checkpoint; nothing is signed for it. */
    long signedSize() {
        return latest.size();
    }

    /** How many entries there were when it was last to be signed; the store is not asked. */
    long durableSize() {
        return durable;
    }

    /** How long ago all that was durable was signed. */
    Duration sinceSigned() {
        return Duration.ofNanos(System.nanoTime() - signedAtNanos);
    }

    /** Waits until a checkpoint covers the leaf. */
    Signed covering(long index, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        Signed signed = latest;
        while (signed.size() <= index) {
            if (System.nanoTime() - end > 0) {
                throw new UnavailableException("no checkpoint covers entry " + index + " yet");
            }
            pause();
            signed = latest;
        }
        return signed;
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("stopped waiting for a checkpoint");
        }
    }

    /** Stores a checkpoint, unless another node has stored one of more entries. */
    private void store(long size, String text) {
        Outcome outcome;
        do {
            Optional<Stored> stored = config.store().get(Genesis.key(Tables.CHECKPOINT));
            if (storedSize(stored) > size) {
                return;
            }
            outcome = config.store().commit(replacing(stored, text));
        } while (outcome instanceof Outcome.Conflict);
        if (!(outcome instanceof Outcome.Committed)) {
            throw new UnavailableException("the checkpoint could not be stored");
        }
    }

    private Change replacing(Optional<Stored> stored, String text) {
        Key place = Genesis.key(Tables.CHECKPOINT);
        return new Change(
                ChangeId.random(config.clock().millis(), config.random()),
                Key.PLATFORM,
                List.of(
                        stored.<Check>map(it -> new Check.Version(place, it.version()))
                                .orElseGet(() -> new Check.Absent(place))),
                List.of(Genesis.put(Tables.CHECKPOINT, text.getBytes(StandardCharsets.UTF_8))),
                List.of());
    }

    /** The size of a stored checkpoint; -1 without one that this ledger's key has signed. */
    private long storedSize(Optional<Stored> stored) {
        if (stored.isEmpty()) {
            return -1;
        }
        try {
            Note note = Note.parse(text(stored).orElseThrow());
            return note.verify(key.verifier()) == Note.Verdict.VALID
                    ? Checkpoint.parse(note.text()).size()
                    : -1;
        } catch (MalformedException e) {
            return -1;
        }
    }

    private static Optional<String> text(Optional<Stored> stored) {
        return Genesis.bytes(stored).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private void publish(String text) {
        try {
            config.checkpoints().accept(text);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the checkpoint could not be kept outside the store", e);
            throw new UnavailableException("the checkpoint could not be published");
        }
    }

    /** Refuses a store whose tree does not continue a checkpoint that was once signed. */
    private void requireHeld(String signed) {
        try {
            Note note = Note.parse(signed);
            Checkpoint known = Checkpoint.parse(note.text());
            if (!known.origin().equals(config.origin())
                    || note.verify(key.verifier()) != Note.Verdict.VALID) {
                throw new TrustRefusedException(
                        "the last published checkpoint was not signed by this ledger");
            }
            long size = config.store().ledger().size();
            if (size < known.size()) {
                throw new TrustRefusedException(
                        "the ledger holds "
                                + size
                                + " entries, but "
                                + known.size()
                                + " were published: the store was shortened");
            }
            if (!MessageDigest.isEqual(
                    config.store().ledger().rootHash(known.size()), known.root())) {
                throw new TrustRefusedException(
                        "the ledger is not the one whose checkpoint was published");
            }
        } catch (MalformedException e) {
            throw new TrustRefusedException("the last published checkpoint is malformed");
        }
    }
}
