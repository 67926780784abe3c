package fr.bleu.storage;

import fr.bleu.store.Table;

/** The module's tables; every key's owner is the storage account. */
final class Tables {
    /** One record: the account's name, place, tenant and sealed keys. */
    static final Table ACCOUNT = Table.of(160, "storage-account");

    /** Container name → container. */
    static final Table CONTAINER = Table.of(161, "storage-container");

    /** Incarnation, blob name → blob. */
    static final Table BLOB = Table.of(162, "storage-blob");

    /** Incarnation, blob name → the upload session that holds its uncommitted blocks. */
    static final Table SESSION = Table.of(163, "storage-session");

    /** Session, block id → uncommitted block. */
    static final Table BLOCK = Table.of(164, "storage-block");

    /** Manifest, chunk number → committed blocks. */
    static final Table MANIFEST = Table.of(165, "storage-manifest");

    /** Time, id → what nothing refers to any more. */
    static final Table GARBAGE = Table.of(166, "storage-garbage");

    /** Session → how many blocks it holds. */
    static final Table BLOCK_COUNT = Table.of(167, "storage-block-count");

    /** Incarnation, blob name, time → a snapshot, version or deleted blob. */
    static final Table HISTORY = Table.of(168, "storage-history");

    /** Content → how many records refer to it beside the first. */
    static final Table REFERENCES = Table.of(169, "storage-references");

    /** Incarnation, blob name, time → nothing; one for each snapshot that is not deleted. */
    static final Table SNAPSHOT = Table.of(176, "storage-snapshot");

    /** Time, id → what is kept only until then. */
    static final Table EXPIRY = Table.of(177, "storage-expiry");

    /** Container name, time → a deleted container that can be brought back. */
    static final Table DELETED_CONTAINER = Table.of(178, "storage-deleted-container");

    /** Tag, value, incarnation, blob name → the container's name. */
    static final Table TAG_INDEX = Table.of(182, "storage-tag-index");

    /** Container name → that the account may not be deleted. */
    static final Table KEPT_ACCOUNT = Table.of(183, "storage-kept-account");

    /** Content, end of a block → the block of an append blob; without an end: how far it goes. */
    static final Table APPENDED = Table.of(181, "storage-appended");

    /** Page map, cell, generation → which pages are there; without a cell: who may write it. */
    static final Table PAGES = Table.of(184, "storage-pages");

    /** Page map, cell, generation → the pages' bytes, where they lie in no extent. */
    static final Table PAGE_BYTES = Table.of(185, "storage-page-bytes");

    /** Container name → that the container holds versions one by one. */
    static final Table HELD_VERSIONS = Table.of(191, "storage-held-versions");

    /** One record: the account's lifecycle policy. */
    static final Table LIFECYCLE = Table.of(192, "storage-lifecycle");

    /** One record: how far the policy has been carried out. */
    static final Table LIFECYCLE_RUN = Table.of(193, "storage-lifecycle-run");

    /** Time → a change of a blob that the change feed does not show yet. */
    static final Table FEED_OUTBOX = Table.of(194, "storage-feed-outbox");

    /** One record: how far the change feed is. */
    static final Table FEED = Table.of(195, "storage-feed");

    /** Name → whether the encryption scope may be used. */
    static final Table ENCRYPTION_SCOPE = Table.of(200, "storage-encryption-scope");

    private Tables() {}
}
