package fr.bleu.store.embedded;

import fr.bleu.store.engine.EngineView;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * An immutable ordered map of byte arrays, in unsigned order: changing it gives a new map that
 * shares what did not change. A treap whose priorities are hashes of the keys, so its shape depends
 * on its keys alone.
 */
final class PersistentMap {

    static final PersistentMap EMPTY = new PersistentMap(null);

    private final Node root;

    private PersistentMap(Node root) {
        this.root = root;
    }

    /** The value of a key, or null. */
    byte[] get(byte[] key) {
        Node node = root;
        while (node != null) {
            int order = Arrays.compareUnsigned(key, node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    PersistentMap put(byte[] key, byte[] value) {
        Split split = split(root, key);
        Node node = new Node(key, value, priority(key), null, null);
        return new PersistentMap(join(join(split.below, node), delete(split.from, key)));
    }

    PersistentMap delete(byte[] key) {
        return new PersistentMap(delete(root, key));
    }

    /** Deletes every {@code from <= key < to}. */
    PersistentMap deleteRange(byte[] from, byte[] to) {
        if (Arrays.compareUnsigned(from, to) >= 0) {
            return this;
        }
        return new PersistentMap(join(split(root, from).below, split(root, to).from));
    }

    /** Visits {@code from <= key < to} in order until {@code visitor} says false. */
    void forward(byte[] from, byte[] to, Predicate<EngineView.Entry> visitor) {
        visit(root, from, to, true, visitor);
    }

    /** Visits {@code from <= key < to} in reverse order until {@code visitor} says false. */
    void backward(byte[] from, byte[] to, Predicate<EngineView.Entry> visitor) {
        visit(root, from, to, false, visitor);
    }

    private static boolean visit(
            Node node,
            byte[] from,
            byte[] to,
            boolean forward,
            Predicate<EngineView.Entry> visitor) {
        if (node == null) {
            return true;
        }
        boolean notBelow = Arrays.compareUnsigned(node.key, from) >= 0;
        boolean below = Arrays.compareUnsigned(node.key, to) < 0;
        boolean goLeft = notBelow;
        boolean goRight = below;
        Node first = forward ? node.left : node.right;
        Node last = forward ? node.right : node.left;
        return (!(forward ? goLeft : goRight) || visit(first, from, to, forward, visitor))
                && (!(notBelow && below)
                        || visitor.test(new EngineView.Entry(node.key, node.value)))
                && (!(forward ? goRight : goLeft) || visit(last, from, to, forward, visitor));
    }

    private static Node delete(Node node, byte[] key) {
        if (node == null) {
            return null;
        }
        int order = Arrays.compareUnsigned(key, node.key);
        if (order == 0) {
            return join(node.left, node.right);
        }
        return order < 0
                ? node.with(delete(node.left, key), node.right)
                : node.with(node.left, delete(node.right, key));
    }

    private static Split split(Node node, byte[] key) {
        if (node == null) {
            return new Split(null, null);
        }
        if (Arrays.compareUnsigned(node.key, key) < 0) {
            Split right = split(node.right, key);
            return new Split(node.with(node.left, right.below), right.from);
        }
        Split left = split(node.left, key);
        return new Split(left.below, node.with(left.from, node.right));
    }

    /** Joins two trees, all keys of the first below those of the second. */
    private static Node join(Node below, Node above) {
        if (below == null) {
            return above;
        }
        if (above == null) {
            return below;
        }
        return below.priority > above.priority
                ? below.with(below.left, join(below.right, above))
                : above.with(join(below, above.left), above.right);
    }

    /** A well-mixed hash (the finaliser of MurmurHash3), so that the tree stays shallow. */
    private static int priority(byte[] key) {
        int hash = Arrays.hashCode(key);
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    private record Split(Node below, Node from) {}

    private record Node(byte[] key, byte[] value, int priority, Node left, Node right) {
        Node with(Node newLeft, Node newRight) {
            return new Node(key, value, priority, newLeft, newRight);
        }
    }
}
