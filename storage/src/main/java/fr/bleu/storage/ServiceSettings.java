package fr.bleu.storage;

/**
 * The Blob service's properties of one account.
 *
 * @param versioning whether earlier versions are kept
 * @param deleteDays how long deleted blobs, snapshots and versions can be brought back; 0 for not
 *     at all
 * @param permanentDelete whether a deleted snapshot or version may be deleted for good before
 * @param containerDeleteDays how long deleted containers can be brought back; 0 for not at all
 */
record ServiceSettings(
        boolean versioning, int deleteDays, boolean permanentDelete, int containerDeleteDays) {
    /** A new account's. */
    static final ServiceSettings DEFAULT = new ServiceSettings(false, 0, false, 0);

    Encoder encode() {
        return new Encoder(16)
                .int8(versioning ? 1 : 0)
                .int32(deleteDays)
                .int8(permanentDelete ? 1 : 0)
                .int32(containerDeleteDays);
    }

    static ServiceSettings decode(Decoder in) {
        return new ServiceSettings(in.int8() != 0, in.int32(), in.int8() != 0, in.int32());
    }
}
