package fr.bleu.store.engine;

import fr.bleu.ledger.Leaf;
import fr.bleu.ledger.Merkle;
import fr.bleu.ledger.Tiles;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * Computes the ledger's tree anew from its leaves, and holds it against the stored tiles and the
 * head; one open tile of each level is in memory.
 */
final class TreeCheck {

    private final EngineView view;
    private final Head head;
    private final Consumer<String> found;
    private final LedgerAppender tree =
            new LedgerAppender(
                    Head.EMPTY, new TreeEdge(0, new byte[TreeEdge.LEVELS][TreeEdge.TILE_BYTES]));

    /** Once something is wrong below, nothing above can be judged. */
    private boolean broken;

    TreeCheck(EngineView view, Head head, Consumer<String> found) {
        this.view = view;
        this.head = head;
        this.found = found;
    }

    /** How many entries were read. */
    long check() {
        AllRows.each(view, Space.LEDGER, this::row, found);
        boolean whole = Arrays.equals(tree.range().encode(), head.tree().encode());
        if (!whole && !broken) {
            found.accept(
                    "the ledger's "
                            + tree.size()
                            + " leaves do not have the root of its head, which has "
                            + head.tree().size());
        }
        return tree.size();
    }

    private void row(EngineView.Entry row) {
        byte[] key = row.key();
        if (Layout.isHead(key) || Layout.isArchived(key)) {
            // Ledgers of earlier generations are gone over by themselves.
            return;
        }
        switch (Layout.ledgerKind(key)) {
            case 'l' -> leaf(Layout.index(key), row.value());
            case 's' -> sealed(Layout.index(key), row.value());
            case 't' -> tile(key);
            case 'i' -> listed(key, row.value());
            default -> found.accept("the ledger has a row of no known kind: " + hex(key));
        }
    }

    private void leaf(long index, byte[] leaf) {
        if (!isBelow(index, "a leaf")) {
            return;
        }
        if (index != tree.size()) {
            broken("ledger entry " + tree.size() + " is missing: the next one there is " + index);
            return;
        }
        if (leaf.length != Leaf.BYTES) {
            broken("ledger entry " + index + ": its leaf is cut");
            return;
        }
        for (EngineBatch.Op op : tree.follow(leaf).ops()) {
            if (!broken && op instanceof EngineBatch.Put tile) {
                compare(tile);
            }
        }
    }

    private void compare(EngineBatch.Put computed) {
        byte[] stored = view.get(Space.LEDGER, computed.key());
        String name = tileName(computed.key());
        if (stored == null) {
            broken(name + " is missing");
        } else if (!Arrays.equals(stored, computed.value())) {
            broken(name + " is not what the leaves have" + where(computed, stored));
        }
    }

    /** Names the entry, where a tile of leaves' hashes differs. */
    private static String where(EngineBatch.Put computed, byte[] stored) {
        if (Layout.tileLevel(computed.key()) > 0) {
            return "";
        }
        int at = Math.max(0, Arrays.mismatch(computed.value(), stored) - 1) / Merkle.HASH_BYTES;
        long entry = Layout.index(computed.key()) * Tiles.WIDTH + at;
        return ": entry " + entry + " was altered, or its hash there";
    }

    private void sealed(long index, byte[] value) {
        if (isBelow(index, "a sealed entry") && (value.length < 1 || value[0] != Layout.FORMAT)) {
            found.accept("ledger entry " + index + ": what is sealed of it has no known format");
        }
    }

    /** Its bytes were compared when the leaves below it were read, which sort before it. */
    private void tile(byte[] key) {
        long complete = Tiles.hashes(Layout.tileLevel(key), head.tree().size()) / Tiles.WIDTH;
        if (Layout.index(key) >= complete) {
            found.accept(tileName(key) + " is beyond the ledger's head");
        }
    }

    private void listed(byte[] key, byte[] value) {
        long index = Layout.index(key);
        if (!isBelow(index, "a listed entry")) {
            return;
        }
        byte[] leaf = view.get(Space.LEDGER, Layout.leaf(index));
        boolean tagged =
                leaf != null
                        && leaf.length == Leaf.BYTES
                        && Arrays.equals(
                                key, Layout.listed(Arrays.copyOfRange(leaf, 1, 17), index));
        if (!tagged || !Arrays.equals(value, Layout.PRESENT)) {
            found.accept("ledger entry " + index + " is listed for another tenant than its leaf's");
        }
    }

    private boolean isBelow(long index, String what) {
        boolean below = index >= 0 && index < head.tree().size();
        if (!below) {
            found.accept(
                    what + " of entry " + index + " is beyond the head of " + head.tree().size());
        }
        return below;
    }

    private void broken(String what) {
        if (!broken) {
            broken = true;
            found.accept(what);
        }
    }

    private static String tileName(byte[] key) {
        return "ledger tile " + Layout.tileLevel(key) + "/" + Layout.index(key);
    }

    private static String hex(byte[] key) {
        return HexFormat.of().formatHex(key, 0, Math.min(key.length, 32));
    }
}
