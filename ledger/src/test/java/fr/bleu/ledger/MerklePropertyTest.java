package fr.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MerklePropertyTest {

    private static final int ALL_SIZES_UP_TO = 300;

    private final long seed = Long.getLong("bleu.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<byte[]> leaves = new ArrayList<>();
    private final MemoryTree tree = new MemoryTree();

    @Test
    void theEdgeAndTheTilesGiveTheModelsRootAtEverySize() {
        CompactRange range = new CompactRange();
        for (int size = 0; size <= ALL_SIZES_UP_TO; size++) {
            byte[] root = NaiveTree.root(leaves);
            assertEquals(size, range.size());
            assertArrayEquals(root, range.root(), at(size));
            assertArrayEquals(root, CompactRange.decode(range.encode()).root(), at(size));
            assertArrayEquals(root, Proofs.root(tree.hashes(size), size), at(size));
            byte[] leaf = grow();
            range = random.nextBoolean() ? range.copy() : CompactRange.decode(range.encode());
            range.append(Merkle.leafHash(leaf));
        }
    }

    @Test
    void theEdgeTellsEveryCompletedSubtreeOnce() {
        CompactRange range = new CompactRange();
        List<String> told = new ArrayList<>();
        grow(ALL_SIZES_UP_TO);
        for (byte[] leaf : leaves) {
            range.append(
                    Merkle.leafHash(leaf),
                    (level, index, hash) -> {
                        told.add(level + "/" + index);
                        int from = (int) (index << level);
                        assertArrayEquals(
                                NaiveTree.root(leaves.subList(from, from + (1 << level))), hash);
                    });
        }
        assertEquals(told.size(), told.stream().distinct().count());
        int expected = 0;
        for (int count = ALL_SIZES_UP_TO; count > 0; count /= 2) {
            expected += count;
        }
        assertEquals(expected, told.size());
    }

    @Test
    void everyInclusionProofIsTheModelsAndVerifies() {
        for (int size = 1; size <= ALL_SIZES_UP_TO; size++) {
            grow();
            for (int index : List.of(0, size / 2, size - 1, random.nextInt(size))) {
                checkInclusion(index, size);
            }
        }
    }

    @Test
    void everyConsistencyProofIsTheModelsAndVerifies() {
        for (int size = 1; size <= ALL_SIZES_UP_TO; size++) {
            grow();
            for (int old : List.of(0, size / 2, size - 1, size, random.nextInt(size))) {
                checkConsistency(old, size);
            }
        }
    }

    @Test
    void largerTreesAgreeWithTheModelToo() {
        int rounds = Boolean.getBoolean("bleu.all") ? 60 : 6;
        grow(70_000);
        for (int round = 0; round < rounds; round++) {
            int size = 1 + random.nextInt(leaves.size());
            assertArrayEquals(
                    NaiveTree.root(leaves.subList(0, size)),
                    Proofs.root(tree.hashes(size), size),
                    at(size));
            checkInclusion(random.nextInt(size), size);
            checkConsistency(random.nextInt(size + 1), size);
        }
    }

    private void checkInclusion(int index, int size) {
        List<byte[]> proof = Proofs.inclusion(tree.hashes(size), index, size);
        List<byte[]> inTree = leaves.subList(0, size);
        assertSameProof(NaiveTree.path(index, inTree), proof, size);
        byte[] root = NaiveTree.root(inTree);
        byte[] leafHash = Merkle.leafHash(leaves.get(index));
        assertTrue(ProofVerifier.inclusion(leafHash, index, size, proof, root), at(size));
        for (int i = 0; i < proof.size(); i++) {
            assertFalse(
                    ProofVerifier.inclusion(leafHash, index, size, altered(proof, i), root),
                    at(size));
        }
        if (size > 1) {
            int other = (index + 1 + random.nextInt(size - 1)) % size;
            assertFalse(ProofVerifier.inclusion(leafHash, other, size, proof, root), at(size));
        }
    }

    private void checkConsistency(int old, int size) {
        List<byte[]> proof = Proofs.consistency(tree.hashes(size), old, size);
        List<byte[]> inTree = leaves.subList(0, size);
        assertSameProof(NaiveTree.consistency(old, inTree), proof, size);
        byte[] root = NaiveTree.root(inTree);
        byte[] oldRoot = NaiveTree.root(leaves.subList(0, old));
        assertTrue(ProofVerifier.consistency(old, size, proof, oldRoot, root), at(size));
        assertFalse(
                ProofVerifier.consistency(old, size, proof, Merkle.leafHash(root), root), at(size));
        for (int i = 0; i < proof.size(); i++) {
            assertFalse(
                    ProofVerifier.consistency(old, size, altered(proof, i), oldRoot, root),
                    at(size));
        }
    }

    private List<byte[]> altered(List<byte[]> proof, int at) {
        List<byte[]> altered = new ArrayList<>(proof);
        byte[] hash = proof.get(at).clone();
        hash[random.nextInt(hash.length)] ^= (byte) (1 << random.nextInt(8));
        altered.set(at, hash);
        return altered;
    }

    private void grow(int size) {
        while (leaves.size() < size) {
            grow();
        }
    }

    private byte[] grow() {
        byte[] leaf = new byte[random.nextInt(80)];
        random.nextBytes(leaf);
        leaves.add(leaf);
        tree.append(leaf);
        return leaf;
    }

    private void assertSameProof(List<byte[]> expected, List<byte[]> actual, int size) {
        assertEquals(hex(expected), hex(actual), at(size));
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HexFormat.of()::formatHex).toList();
    }

    private String at(int size) {
        return "size " + size + ", seed " + seed;
    }
}
