package fr.bleu.storage;

import fr.bleu.keys.SealingKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which blocks a list chooses.
 *
 * @param chosen in the list's order; a block may come more than once
 * @param dropped uncommitted blocks that are not chosen although others of their session are
 * @param keepsUncommitted whether an uncommitted block is chosen
 */
record BlockSelection(
        List<Manifests.Entry> chosen, List<Manifests.Entry> dropped, boolean keepsUncommitted) {

    /**
     * Chooses. A fresh block brings its one reference along; each further use of it, and each use
     * of a committed block, which the old content may go on using, is one more.
     *
     * @throws fr.bleu.http.Failure 400 InvalidBlockList when a block is not where the list says
     */
    static BlockSelection of(
            List<BlockLists.Reference> references, List<Block> committed, List<Block> uncommitted) {
        Map<BlockId, Block> old = byId(committed);
        Map<BlockId, Block> fresh = byId(uncommitted);
        List<Manifests.Entry> chosen = new ArrayList<>(references.size());
        Set<UUID> taken = new HashSet<>();
        for (BlockLists.Reference reference : references) {
            Block block = choose(reference, old, fresh);
            if (block == null) {
                throw StorageError.INVALID_BLOCK_LIST.failure();
            }
            boolean first = block.equals(fresh.get(block.id())) && taken.add(block.extent().id());
            chosen.add(new Manifests.Entry(block, !first));
        }
        return new BlockSelection(chosen, unused(uncommitted, taken), !taken.isEmpty());
    }

    private static Block choose(
            BlockLists.Reference reference, Map<BlockId, Block> old, Map<BlockId, Block> fresh) {
        return switch (reference.source()) {
            case COMMITTED -> old.get(reference.id());
            case UNCOMMITTED -> fresh.get(reference.id());
            case LATEST -> {
                Block newest = fresh.get(reference.id());
                yield newest != null ? newest : old.get(reference.id());
            }
        };
    }

    private static Map<BlockId, Block> byId(List<Block> blocks) {
        Map<BlockId, Block> byId = HashMap.newHashMap(blocks.size());
        // A committed list may hold a block of one id twice, once kept and once replaced.
        blocks.forEach(block -> byId.putIfAbsent(block.id(), block));
        return byId;
    }

    /** When none is chosen the whole session goes, and there is nothing to name. */
    private static List<Manifests.Entry> unused(List<Block> uncommitted, Set<UUID> taken) {
        if (taken.isEmpty()) {
            return List.of();
        }
        return uncommitted.stream()
                .filter(block -> !taken.contains(block.extent().id()))
                .map(block -> new Manifests.Entry(block, false))
                .toList();
    }

    /**
     * Holds its blocks to be sealed by the key that the blob's record will name.
     *
     * @throws fr.bleu.http.Failure 409 when one was put with another key or encryption scope
     */
    void requireSealedBy(SealingKey key) {
        boolean all =
                chosen.stream().allMatch(entry -> entry.block().extent().keyId().equals(key.id()));
        if (!all) {
            throw StorageError.BLOB_CUSTOMER_SPECIFIED_ENCRYPTION_MISMATCH.failure();
        }
    }

    long length() {
        return chosen.stream().mapToLong(entry -> entry.block().length()).sum();
    }

    /**
     * What the publishing commit leaves to the sweep, beside the old content.
     *
     * @param droppedManifest the manifest that holds {@link #dropped}
     */
    List<Garbage> garbage(java.util.Optional<UUID> session, UUID droppedManifest) {
        List<Garbage> garbage = new ArrayList<>();
        session.map(
                        id ->
                                keepsUncommitted
                                        ? new Garbage.SessionRecords(id)
                                        : new Garbage.Session(id))
                .ifPresent(garbage::add);
        if (!dropped.isEmpty()) {
            garbage.add(new Garbage.Manifest(droppedManifest));
        }
        return garbage;
    }
}
