package fr.bleu.storage;

/** What a blob is; it stays that as long as it is there. */
public enum BlobType {
    BLOCK("BlockBlob"),
    PAGE("PageBlob"),
    APPEND("AppendBlob");

    private final String wire;

    BlobType(String wire) {
        this.wire = wire;
    }

    /** As headers and lists have it. */
    public String wire() {
        return wire;
    }

    /**
     * For operations on blobs of this type.
     *
     * @throws fr.bleu.http.Failure 409 InvalidBlobType
     */
    void require(Blob blob) {
        if (blob.type() != this) {
            throw StorageError.INVALID_BLOB_TYPE.failure();
        }
    }

    /** For operations that create one where there is none. */
    void requireIfThere(FoundBlob found) {
        found.blob().ifPresent(this::require);
    }
}
