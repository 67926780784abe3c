package fr.bleu.ledger;

import java.security.MessageDigest;
import java.util.List;

/** Verifies proofs as RFC 9162, sections 2.1.3.2 and 2.1.4.2, says. False is the only refusal. */
public final class ProofVerifier {

    private ProofVerifier() {}

    /**
     * Whether the proof shows that the leaf stands at {@code index} in the tree of {@code size}
     * leaves with this root.
     */
    public static boolean inclusion(
            byte[] leafHash, long index, long size, List<byte[]> proof, byte[] root) {
        if (index < 0 || index >= size || !areHashes(proof) || !isHash(leafHash)) {
            return false;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Merkle.nodeHash(sibling, hash);
                int up = rightEdgeLevels(node);
                node >>>= up;
                last >>>= up;
            } else {
                hash = Merkle.nodeHash(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && MessageDigest.isEqual(hash, root);
    }

    /** Whether the proof shows that the newer tree begins with the older one. */
    public static boolean consistency(
            long oldSize, long newSize, List<byte[]> proof, byte[] oldRoot, byte[] newRoot) {
        if (oldSize < 0 || oldSize > newSize || !areHashes(proof)) {
            return false;
        }
        if (oldSize == newSize) {
            return proof.isEmpty() && MessageDigest.isEqual(oldRoot, newRoot);
        }
        if (oldSize == 0) {
            return proof.isEmpty() && MessageDigest.isEqual(oldRoot, Merkle.emptyRoot());
        }
        return grown(oldSize, newSize, proof, oldRoot, newRoot);
    }

    private static boolean grown(
            long oldSize, long newSize, List<byte[]> proof, byte[] oldRoot, byte[] newRoot) {
        // A perfect old tree is itself the first node of the path, and so is left out of it.
        boolean perfect = Long.bitCount(oldSize) == 1;
        if (!perfect && proof.isEmpty()) {
            return false;
        }
        byte[] first = perfect ? oldRoot : proof.getFirst();
        List<byte[]> rest = perfect ? proof : proof.subList(1, proof.size());
        int up = Long.numberOfTrailingZeros(oldSize);
        long node = (oldSize - 1) >>> up;
        long last = (newSize - 1) >>> up;
        byte[] oldHash = first;
        byte[] newHash = first;
        for (byte[] sibling : rest) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = Merkle.nodeHash(sibling, oldHash);
                newHash = Merkle.nodeHash(sibling, newHash);
                int skip = rightEdgeLevels(node);
                node >>>= skip;
                last >>>= skip;
            } else {
                newHash = Merkle.nodeHash(newHash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0
                && MessageDigest.isEqual(oldHash, oldRoot)
                && MessageDigest.isEqual(newHash, newRoot);
    }

    /** How many levels a node at the right edge has no sibling: up to where its bit is set. */
    private static int rightEdgeLevels(long node) {
        return node == 0 ? 0 : Long.numberOfTrailingZeros(node);
    }

    private static boolean areHashes(List<byte[]> proof) {
        return proof.stream().allMatch(ProofVerifier::isHash);
    }

    private static boolean isHash(byte[] bytes) {
        return bytes.length == Merkle.HASH_BYTES;
    }
}
