package fr.bleu.store.postgres;

import fr.bleu.ledger.CompactRange;
import fr.bleu.store.LedgerEntry;
import fr.bleu.store.LedgerMismatchException;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.StoreFailedException;
import fr.bleu.store.engine.EngineLedger;
import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.Layout;
import fr.bleu.store.engine.LedgerAppender;
import fr.bleu.store.engine.Space;
import fr.bleu.store.engine.TreeEdge;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The tree that all nodes append to, as one node knows it: what others have committed since is read
 * and appended to what this node keeps of the tree's edge. Leaves below a committed head never
 * change, so that needs no snapshot.
 *
 * <p>Once what is there for good does not continue what this node has seen, it shows and appends
 * nothing any more until it starts again: whatever the database says later, one of the two is a
 * fork.
 */
final class PostgresLedger implements LedgerTree {

    /** Further behind than this, the edge is rebuilt from the tiles. */
    private static final int FOLLOWED = 10_000;

    private static final int PAGE = 1_000;

    private final Database database;
    private final EngineLedger tree;

    private final OneAtATime following = new OneAtATime();

    /** The first proof that the database has lost what this node has seen; null without one. */
    private volatile LedgerMismatchException lost;

    /** What the tree shows; guarded by this object. */
    private State state;

    /** What the current turn continues; for the committer's thread. */
    private State continued;

    /** A head, and the edge of its tree. */
    private record State(Head head, TreeEdge edge) {}

    private PostgresLedger(Database database, Head head) {
        this.database = database;
        tree = EngineLedger.open(new Committed(database), head);
        state = new State(head, tree.edge());
    }

    /**
     * Reads the tree's edge.
     *
     * @throws fr.bleu.store.StoreUnusableException when it does not have the head's root
     */
    static PostgresLedger open(Database database) {
        return new PostgresLedger(database, replicatedHead(database));
    }

    /** As {@link EngineLedger#require}. */
    void require(long minimumSize, Optional<byte[]> minimumRoot) {
        tree.require(minimumSize, minimumRoot);
    }

    /**
     * What a turn appends to.
     *
     * @param head where the store stands, read in the turn
     * @throws LedgerMismatchException when the database has lost what this node has seen; or the
     *     turn is lost, and this node has seen more since it began. {@link #refresh} tells
     */
    LedgerAppender appender(Head head, EngineView view) {
        requireKept();
        continued = state();
        return new LedgerAppender(head, edge(continued, head, view).copy());
    }

    /** The last commit that this node knows to be there for good. */
    long sequence() {
        requireKept();
        return state().head().sequence();
    }

    /** Shows readers what the last turn has committed for good; for the committer's thread. */
    void publish(Head head, TreeEdge edge) {
        publish(continued, head, edge);
    }

    /** Not over what is not known to be continued: that is followed when it is next read. */
    private synchronized State publish(State known, Head head, TreeEdge edge) {
        long from = known.head().sequence();
        if (state.head().sequence() == from && head.sequence() > from) {
            tree.publish(edge);
            state = new State(head, edge);
        }
        return state;
    }

    private synchronized State state() {
        return state;
    }

    @Override
    public long size() {
        refresh();
        return tree.size();
    }

    @Override
    public byte[] rootHash(long size) {
        refreshUpTo(size);
        return tree.rootHash(size);
    }

    @Override
    public List<byte[]> inclusionProof(long index, long size) {
        refreshUpTo(size);
        return tree.inclusionProof(index, size);
    }

    @Override
    public List<byte[]> consistencyProof(long oldSize, long newSize) {
        refreshUpTo(newSize);
        return tree.consistencyProof(oldSize, newSize);
    }

    @Override
    public List<LedgerEntry> entries(long from, int limit) {
        refreshUpTo(Math.addExact(from, limit));
        return tree.entries(from, limit);
    }

    @Override
    public List<LedgerEntry> listed(byte[] tenantTag, long before, int limit) {
        refreshUpTo(before);
        return tree.listed(tenantTag, before, limit);
    }

    private void refreshUpTo(long size) {
        requireKept();
        if (size > tree.size()) {
            refresh();
        }
    }

    /**
     * Follows what other nodes have committed.
     *
     * @throws LedgerMismatchException when the database has lost what this node has seen; then
     *     always
     * @throws StoreFailedException when the database is not read, or its standby lacks commits
     */
    void refresh() {
        requireKept();
        Head now = database.read(on -> new Rows(on).head());
        if (!isSame(now, state().head())) {
            following.run(() -> follow(now));
        }
    }

    private State follow(Head committed) {
        requireKept();
        State before = state();
        if (isSame(committed, before.head())) {
            return before; // Another reader has come as far while this one waited.
        }
        Head head = replicatedHead(database);
        try {
            return publish(before, head, edge(before, head, new Committed(database)));
        } catch (LedgerMismatchException mismatch) {
            lost = mismatch;
            throw mismatch;
        }
    }

    /** Throws the proof that the database has lost what this node has seen, once there is one. */
    void requireKept() {
        LedgerMismatchException proof = lost;
        if (proof != null) {
            throw proof;
        }
    }

    private static Head replicatedHead(Database database) {
        return database.read(on -> new Rows(on).replicatedHead());
    }

    /**
     * The tree's edge at a head.
     *
     * @param known what was known before the head was read
     */
    private static TreeEdge edge(State known, Head head, EngineView view) {
        requireAfter(head, known.head());
        if (head.sequence() == known.head().sequence()) {
            return known.edge();
        }
        long behind = head.tree().size() - known.edge().size();
        return behind > FOLLOWED ? rebuild(known, head, view) : append(known, head, view);
    }

    /** From the tiles, which must have the tree in them that was known. */
    private static TreeEdge rebuild(State known, Head head, EngineView view) {
        EngineLedger opened = EngineLedger.open(view, head);
        CompactRange seen = known.head().tree();
        requireContinued(opened.rootHash(seen.size()), seen.root());
        return opened.edge();
    }

    private static TreeEdge append(State known, Head head, EngineView view) {
        LedgerAppender appender = new LedgerAppender(known.head(), known.edge().copy());
        long size = head.tree().size();
        while (appender.size() < size) {
            List<EngineView.Entry> leaves =
                    view.scan(Space.LEDGER, Layout.leaf(appender.size()), Layout.leaf(size), PAGE);
            if (leaves.isEmpty()) {
                throw new LedgerMismatchException("the ledger in the database lacks leaves");
            }
            leaves.forEach(leaf -> appender.follow(leaf.value()));
        }
        requireContinued(appender.range().root(), head.tree().root());
        return appender.edge();
    }

    private static void requireContinued(byte[] root, byte[] expected) {
        if (!MessageDigest.isEqual(root, expected)) {
            throw new LedgerMismatchException(
                    "the ledger in the database does not continue the one that was seen before");
        }
    }

    private static void requireAfter(Head head, Head earlier) {
        if (head.sequence() < earlier.sequence() || head.tree().size() < earlier.tree().size()) {
            throw new LedgerMismatchException(
                    "the database is at commit %d; this node has seen commit %d"
                            .formatted(head.sequence(), earlier.sequence()));
        }
        if (head.sequence() == earlier.sequence() && !isSame(head, earlier)) {
            throw new LedgerMismatchException(
                    "commit %d in the database is not the one that this node has seen"
                            .formatted(head.sequence()));
        }
    }

    /** The same commit: its number, its time and its tree. */
    private static boolean isSame(Head head, Head other) {
        return Arrays.equals(head.encode(), other.encode());
    }
}
