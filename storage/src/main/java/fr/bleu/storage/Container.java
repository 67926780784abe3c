package fr.bleu.storage;

import java.util.UUID;

/**
 * A container.
 *
 * @param incarnation stands in its blobs' keys, so that deleting the container is one write
 * @param traits what it has beside
 */
public record Container(
        String name, UUID incarnation, Stamp modified, Metadata metadata, ContainerTraits traits) {

    Container withModified(Stamp other) {
        return new Container(name, incarnation, other, metadata, traits);
    }

    Container withMetadata(Metadata other) {
        return new Container(name, incarnation, modified, other, traits);
    }

    Container withTraits(ContainerTraits other) {
        return new Container(name, incarnation, modified, metadata, other);
    }

    byte[] encode() {
        Encoder out =
                new Encoder(64).id(incarnation).int64(modified.ticks()).map(metadata.values());
        traits.encode(out);
        return out.done();
    }

    static Container decode(String name, byte[] value) {
        Decoder in = new Decoder(value);
        return new Container(
                name,
                in.id(),
                new Stamp(in.int64()),
                new Metadata(in.map()),
                ContainerTraits.decode(in));
    }
}
