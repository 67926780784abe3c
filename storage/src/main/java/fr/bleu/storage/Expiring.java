package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Write;
import java.time.Instant;
import java.util.UUID;

/**
 * Something deleted that is kept until a moment. It is written with the deletion and stays when the
 * deletion is undone: {@link Expiry} looks at the record that it names.
 */
sealed interface Expiring {

    /** A deleted blob, snapshot or version of a container. */
    record Past(String container, UUID incarnation, String name, Stamp at) implements Expiring {}

    /** A deleted container. */
    record Container(String name, Stamp at) implements Expiring {}

    /** The record to write. */
    default Write.Put put(UUID account, Instant due) {
        return new Write.Put(
                Key.of(account, Tables.EXPIRY).number(Stamp.of(due).ticks()).id(UUID.randomUUID()),
                encode());
    }

    /** Where the record that it names is. */
    default Key key(UUID account) {
        return switch (this) {
            case Past past -> PastBlob.key(account, past.incarnation(), past.name(), past.at());
            case Container container ->
                    DeletedContainer.key(account, container.name(), container.at());
        };
    }

    default byte[] encode() {
        return switch (this) {
            case Past past ->
                    new Encoder(64)
                            .int8(1)
                            .text(past.container())
                            .id(past.incarnation())
                            .text(past.name())
                            .int64(past.at().ticks())
                            .done();
            case Container container ->
                    new Encoder(64)
                            .int8(2)
                            .text(container.name())
                            .int64(container.at().ticks())
                            .done();
        };
    }

    static Expiring decode(byte[] value) {
        Decoder in = new Decoder(value);
        int kind = in.int8();
        return switch (kind) {
            case 1 -> new Past(in.text(), in.id(), in.text(), new Stamp(in.int64()));
            case 2 -> new Container(in.text(), new Stamp(in.int64()));
            default -> throw new IllegalStateException("expiring of unknown kind " + kind);
        };
    }
}
