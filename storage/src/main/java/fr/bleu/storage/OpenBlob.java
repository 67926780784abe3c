package fr.bleu.storage;

import fr.bleu.store.Key;
import java.util.UUID;

/** A blob that a permit has opened for reading; only {@link BlobReader} takes it. */
public final class OpenBlob {
    private final Blob blob;
    private final Key key;
    private final UUID tenant;
    private final UUID account;
    private final long opened;
    private final boolean current;

    /**
     * @param opened the {@link ActiveReads#moment} before the record was read
     * @param current whether it is what the blob is, and not what it was
     */
    OpenBlob(Blob blob, Key key, UUID tenant, UUID account, long opened, boolean current) {
        this.current = current;
        this.blob = blob;
        this.key = key;
        this.tenant = tenant;
        this.account = account;
        this.opened = opened;
    }

    public Blob blob() {
        return blob;
    }

    /** Whether it is what the blob is, and not what it was. */
    public boolean isCurrent() {
        return current;
    }

    Key key() {
        return key;
    }

    UUID tenant() {
        return tenant;
    }

    UUID account() {
        return account;
    }

    long opened() {
        return opened;
    }
}
