package fr.bleu.storage;

import fr.bleu.store.Key;
import java.util.UUID;

/**
 * A deleted container that can be brought back.
 *
 * @param container as it was
 * @param deletion when, and how long it is kept
 */
public record DeletedContainer(Container container, PastBlob.Deletion deletion) {

    static Key key(UUID account, String name, Stamp at) {
        return Key.of(account, Tables.DELETED_CONTAINER).text(name).number(at.ticks());
    }

    /** Tells it from others that had its name: {@code x-ms-deleted-container-version}. */
    public String version() {
        return java.util.HexFormat.of().withUpperCase().toHexDigits(deletion.at().ticks());
    }

    /** When it was deleted. */
    public Stamp at() {
        return deletion.at();
    }

    /** Whole days for which it can still be brought back. */
    public long remainingDays(java.time.Instant now) {
        return deletion.remainingDays(now);
    }

    byte[] encode() {
        return new Encoder(128)
                .int64(deletion.at().ticks())
                .int32(deletion.days())
                .bytes(container.encode())
                .done();
    }

    static DeletedContainer decode(String name, byte[] value) {
        Decoder in = new Decoder(value);
        var deletion = new PastBlob.Deletion(new Stamp(in.int64()), in.int32());
        return new DeletedContainer(Container.decode(name, in.bytes()), deletion);
    }
}
