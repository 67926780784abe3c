package fr.bleu.store;

import java.util.List;

/** Reads of the ledger's durable tree (RFC 6962 hashing, tiles of height 8). */
public interface LedgerTree {

    /** How many leaves are durable. */
    long size();

    /**
     * The root hash over the first {@code size} leaves; {@code size} is at most {@link #size()}.
     */
    byte[] rootHash(long size);

    /** The audit path of a leaf in the tree of {@code size} leaves (RFC 6962, 2.1.1). */
    List<byte[]> inclusionProof(long index, long size);

    /** The consistency proof between two sizes (RFC 6962, 2.1.2). */
    List<byte[]> consistencyProof(long oldSize, long newSize);

    /** Entries from {@code from}, at most {@code limit}, in order. */
    List<LedgerEntry> entries(long from, int limit);

    /** Listed entries of one tenant with an index below {@code before}, newest first. */
    List<LedgerEntry> listed(byte[] tenantTag, long before, int limit);
}
