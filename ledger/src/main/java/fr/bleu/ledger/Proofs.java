package fr.bleu.ledger;

import java.util.ArrayList;
import java.util.List;

/** Computes roots and proofs of a tree from its subtrees' roots (RFC 6962, section 2.1). */
public final class Proofs {

    private final HashReader hashes;
    private final List<byte[]> proof = new ArrayList<>();

    private Proofs(HashReader hashes) {
        this.hashes = hashes;
    }

    /** The root over the first {@code size} leaves. */
    public static byte[] root(HashReader hashes, long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
        return size == 0 ? Merkle.emptyRoot() : new Proofs(hashes).root(0, size);
    }

    /**
     * The audit path of a leaf in the tree of {@code size} leaves (section 2.1.1), the leaf's
     * sibling first.
     */
    public static List<byte[]> inclusion(HashReader hashes, long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("the tree has no such leaf");
        }
        Proofs proofs = new Proofs(hashes);
        proofs.path(index, 0, size);
        return List.copyOf(proofs.proof);
    }

    /** The proof that a tree begins with an earlier, smaller one (section 2.1.2). */
    public static List<byte[]> consistency(HashReader hashes, long oldSize, long newSize) {
        if (oldSize < 0 || oldSize > newSize) {
            throw new IllegalArgumentException("the older tree is not the larger one");
        }
        Proofs proofs = new Proofs(hashes);
        if (oldSize > 0) {
            proofs.subproof(oldSize, 0, newSize, true);
        }
        return List.copyOf(proofs.proof);
    }

    private void path(long index, long from, long to) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            path(index, from, middle);
            proof.add(root(middle, to));
        } else {
            path(index, middle, to);
            proof.add(root(from, middle));
        }
    }

    private void subproof(long oldSize, long from, long to, boolean wholeOld) {
        if (oldSize == to) {
            if (!wholeOld) {
                proof.add(root(from, to));
            }
            return;
        }
        long middle = from + split(to - from);
        if (oldSize <= middle) {
            subproof(oldSize, from, middle, wholeOld);
            proof.add(root(middle, to));
        } else {
            subproof(oldSize, middle, to, false);
            proof.add(root(from, middle));
        }
    }

    private byte[] root(long from, long to) {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return hashes.hash(level, from >>> level);
        }
        long middle = from + split(count);
        return Merkle.nodeHash(root(from, middle), root(middle, to));
    }

    /** The largest power of two smaller than {@code count}, which is at least 2. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }
}
