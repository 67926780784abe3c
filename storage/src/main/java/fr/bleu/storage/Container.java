package fr.bleu.storage;

import java.util.UUID;

/**
 * A container.
 *
 * @param incarnation stands in its blobs' keys, so that deleting the container is one write
 */
public record Container(String name, UUID incarnation, Stamp modified, Metadata metadata) {

    byte[] encode() {
        return new Encoder(64)
                .id(incarnation)
                .int64(modified.ticks())
                .map(metadata.values())
                .done();
    }

    static Container decode(String name, byte[] value) {
        Decoder in = new Decoder(value);
        return new Container(name, in.id(), new Stamp(in.int64()), new Metadata(in.map()));
    }
}
