package fr.bleu.storage;

import fr.bleu.store.Key;
import java.util.Optional;
import java.util.UUID;

/** A blob that a permit has opened for reading; only {@link BlobReader} takes it. */
public final class OpenBlob {
    private final Blob blob;
    private final Key key;
    private final ContainerTarget place;
    private final GivenEncryption given;
    private final long opened;
    private final boolean current;
    private final Optional<ResourceType> type;

    /**
     * @param given the customer's key, if the blob needs it
     * @param opened the {@link ActiveReads#moment} before the record was read
     * @param current whether it is what the blob is, and not what it was
     * @param type in a hierarchical container
     */
    OpenBlob(
            Blob blob,
            Key key,
            ContainerTarget place,
            GivenEncryption given,
            long opened,
            boolean current,
            Optional<ResourceType> type) {
        this.type = type;
        this.current = current;
        this.blob = blob;
        this.key = key;
        this.place = place;
        this.given = given;
        this.opened = opened;
    }

    public Blob blob() {
        return blob;
    }

    /** Whether it is what the blob is, and not what it was. */
    public boolean isCurrent() {
        return current;
    }

    /**
     * Holds it to a request's conditional headers.
     *
     * @throws fr.bleu.http.Failure 304 or 412
     */
    public void require(Conditions conditions) {
        conditions.forRead(blob.modified());
    }

    /** What it is in a hierarchical container. */
    public Optional<ResourceType> type() {
        return type;
    }

    Key key() {
        return key;
    }

    ContainerTarget place() {
        return place;
    }

    UUID account() {
        return place.account();
    }

    GivenEncryption given() {
        return given;
    }

    long opened() {
        return opened;
    }
}
