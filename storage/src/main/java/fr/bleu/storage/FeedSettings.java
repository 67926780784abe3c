package fr.bleu.storage;

/**
 * An account's change feed: {@code changeFeed} of its {@code blobServices/default}.
 *
 * @param enabled whether changes are recorded
 * @param retentionDays how long what was recorded is kept, to the hour; 0: for ever
 * @see <a href="https://learn.microsoft.com/azure/storage/blobs/storage-blob-change-feed">Change
 *     feed support in Azure Blob Storage</a>
 */
public record FeedSettings(boolean enabled, int retentionDays) {
    /** The most days of retention: 400 years. */
    public static final int MAX_RETENTION_DAYS = 146_000;

    /** A new account's; what was recorded before stays. */
    public static final FeedSettings OFF = new FeedSettings(false, 0);

    public FeedSettings {
        if (retentionDays < 0 || retentionDays > MAX_RETENTION_DAYS) {
            throw new IllegalArgumentException("a change feed is kept 0 to 146,000 days");
        }
    }

    void encode(Encoder out) {
        out.int8(enabled ? 1 : 0).int32(retentionDays);
    }

    static FeedSettings decode(Decoder in) {
        return new FeedSettings(in.int8() != 0, in.int32());
    }
}
