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

    /** Content, end of a block → the block of an append blob; without an end: how far it goes. */
    static final Table APPENDED = Table.of(181, "storage-appended");

    /** Page map, cell, generation → which pages are there; without a cell: who may write it. */
    static final Table PAGES = Table.of(182, "storage-pages");

    /** Page map, cell, generation → the pages' bytes, where they lie in no extent. */
    static final Table PAGE_BYTES = Table.of(183, "storage-page-bytes");

    private Tables() {}
}
