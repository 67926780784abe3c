package fr.bleu.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which blocks a list chooses, and what becomes garbage by it.
 *
 * @param chosen in the list's order; a block may come more than once
 * @param dropped blocks whose extents nothing refers to afterwards, unless their whole manifest or
 *     session goes
 * @param keepsCommitted whether a block of the old content is chosen
 * @param keepsUncommitted whether an uncommitted block is chosen
 */
record BlockSelection(
        List<Block> chosen, List<Block> dropped, boolean keepsCommitted, boolean keepsUncommitted) {

    /**
     * Chooses.
     *
     * @throws fr.bleu.http.Failure 400 InvalidBlockList when a block is not where the list says
     */
    static BlockSelection of(
            List<BlockLists.Reference> references, List<Block> committed, List<Block> uncommitted) {
        Map<BlockId, Block> old = byId(committed);
        Map<BlockId, Block> fresh = byId(uncommitted);
        List<Block> chosen = new ArrayList<>(references.size());
        for (BlockLists.Reference reference : references) {
            Block block = choose(reference, old, fresh);
            if (block == null) {
                throw StorageError.INVALID_BLOCK_LIST.failure();
            }
            chosen.add(block);
        }
        Set<UUID> used = new HashSet<>();
        chosen.forEach(block -> used.add(block.extent().id()));
        boolean keepsCommitted = anyUsed(committed, used);
        boolean keepsUncommitted = anyUsed(uncommitted, used);
        List<Block> dropped = new ArrayList<>();
        if (keepsCommitted) {
            addUnused(dropped, committed, used);
        }
        if (keepsUncommitted) {
            addUnused(dropped, uncommitted, used);
        }
        return new BlockSelection(chosen, dropped, keepsCommitted, keepsUncommitted);
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

    private static boolean anyUsed(List<Block> blocks, Set<UUID> used) {
        return blocks.stream().anyMatch(block -> used.contains(block.extent().id()));
    }

    private static void addUnused(List<Block> dropped, List<Block> blocks, Set<UUID> used) {
        for (Block block : blocks) {
            if (!used.contains(block.extent().id())) {
                dropped.add(block);
            }
        }
    }

    /**
     * What the publishing commit leaves to the sweep.
     *
     * @param droppedManifest the manifest that holds {@link #dropped}
     */
    List<Garbage> garbage(
            Optional<Content> oldContent, Optional<UUID> session, UUID droppedManifest) {
        List<Garbage> garbage = new ArrayList<>();
        if (keepsCommitted && oldContent.orElseThrow() instanceof Content.Blocks blocks) {
            garbage.add(new Garbage.ManifestRecords(blocks.manifest()));
        } else {
            oldContent.flatMap(Garbage::of).ifPresent(garbage::add);
        }
        session.ifPresent(
                id ->
                        garbage.add(
                                keepsUncommitted
                                        ? new Garbage.SessionRecords(id)
                                        : new Garbage.Session(id)));
        if (!dropped.isEmpty()) {
            garbage.add(new Garbage.Manifest(droppedManifest));
        }
        return garbage;
    }
}
