package fr.bleu.keys;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Outcome;
import fr.bleu.store.Reads;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * The record that tells whether a root key is the one a store was made under: {@code format(1) = 1
 * ‖ rootKeyId(16) ‖ envelope} over nothing. Written with the platform's key in the store's first
 * change.
 */
final class KeyCheck {

    private static final byte[] LABEL = "bleu-key-check/1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 1 + 16;

    private KeyCheck() {}

    /**
     * Checks the root key, or makes check and platform key in an empty store.
     *
     * @throws WrongRootKeyException when the store was made under another root key
     */
    static void checkOrBegin(Store store, RootKey root, InstantSource clock, SecureRandom random) {
        var found = store.get(KeyRecords.check());
        if (found.isEmpty()) {
            begin(store, root, clock, random);
            found = store.get(KeyRecords.check());
        }
        check(found.orElseThrow(() -> new IllegalStateException("no key check was written")), root);
    }

    private static void begin(Store store, RootKey root, InstantSource clock, SecureRandom random) {
        Key check = KeyRecords.check();
        Key platform = KeyRecords.platform();
        Change change =
                new Change(
                        ChangeId.random(clock.millis(), random),
                        Key.PLATFORM,
                        List.of(new Check.Absent(check), new Check.Absent(platform)),
                        List.of(
                                new Write.Put(check, encode(root)),
                                new Write.Put(
                                        platform,
                                        KeyRecords.fresh(platform, root.sealing(), random))),
                        List.of());
        switch (store.commit(change)) {
            case Outcome.Committed _ -> {}
            // Another opener was first; its root key is now the one to hold to.
            case Outcome.Conflict _ -> {}
            case Outcome.Busy _ -> throw new IllegalStateException("the store is busy");
            // The record is read back, which tells.
            case Outcome.Unknown _ -> {}
        }
    }

    private static byte[] encode(RootKey root) {
        byte[] envelope = root.sealing().seal(new byte[0], LABEL);
        return ByteBuffer.allocate(HEADER + envelope.length)
                .put(KeyRecords.FORMAT)
                .putLong(root.id().getMostSignificantBits())
                .putLong(root.id().getLeastSignificantBits())
                .put(envelope)
                .array();
    }

    private static void check(Reads.Stored record, RootKey root) {
        ByteBuffer value = ByteBuffer.wrap(record.value());
        if (value.remaining() < HEADER || value.get() != KeyRecords.FORMAT) {
            throw new IllegalStateException("the store's key check has another format");
        }
        UUID expected = new UUID(value.getLong(), value.getLong());
        if (!expected.equals(root.id())) {
            throw new WrongRootKeyException(
                    "the store was made under root key " + expected + ", not " + root.id());
        }
        byte[] envelope = new byte[value.remaining()];
        value.get(envelope);
        try {
            root.sealing().open(envelope, LABEL);
        } catch (OpenFailedException e) {
            throw new WrongRootKeyException(
                    "root key " + root.id() + " is not the one that the store was made under");
        }
    }
}
