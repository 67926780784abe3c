package fr.bleu.store.postgres;

import fr.bleu.store.LedgerEntry;
import fr.bleu.store.LedgerMismatchException;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.engine.EngineLedger;
import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.Layout;
import fr.bleu.store.engine.LedgerAppender;
import fr.bleu.store.engine.Space;
import fr.bleu.store.engine.TreeEdge;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tree that all nodes append to, as one node knows it: what others have committed since is read
 * and appended to what this node keeps of the tree's edge. Leaves below a committed head never
 * change, so that needs no snapshot.
 */
final class PostgresLedger implements LedgerTree {

    /** Further behind than this, the edge is rebuilt from the tiles. */
    private static final int FOLLOWED = 10_000;

    private static final int PAGE = 1_000;

    private final Database database;
    private final ReentrantLock lock = new ReentrantLock();
    private final EngineLedger tree;

    /** The head that the tree's edge belongs to; written under the lock. */
    private volatile Head seen;

    private PostgresLedger(Database database, Head head) {
        this.database = database;
        seen = head;
        tree = EngineLedger.open(new Committed(database), head);
    }

    /**
     * Reads the tree's edge.
     *
     * @throws fr.bleu.store.StoreUnusableException when it does not have the head's root
     */
    static PostgresLedger open(Database database) {
        return new PostgresLedger(database, database.read(on -> new Rows(on).head()));
    }

    /** As {@link EngineLedger#require}. */
    void require(long minimumSize, Optional<byte[]> minimumRoot) {
        tree.require(minimumSize, minimumRoot);
    }

    /**
     * What a turn appends to.
     *
     * @param head where the store stands, read after everything that this node knows of
     * @throws LedgerMismatchException when the database has lost what this node has seen
     */
    LedgerAppender appender(Head head, EngineView view) {
        lock.lock();
        try {
            follow(head, view);
            return new LedgerAppender(seen, tree.edge().copy());
        } finally {
            lock.unlock();
        }
    }

    /** Shows readers what a turn has committed. */
    void publish(Head head, TreeEdge edge) {
        lock.lock();
        try {
            if (head.sequence() > seen.sequence()) {
                tree.publish(edge);
                seen = head;
            }
        } finally {
            lock.unlock();
        }
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
        if (size > tree.size()) {
            refresh();
        }
    }

    private void refresh() {
        Head before = seen;
        Head now = database.read(on -> new Rows(on).head());
        if (now.sequence() == before.sequence()) {
            return;
        }
        lock.lock();
        try {
            requireAfter(now, before);
            if (now.sequence() > seen.sequence()) {
                follow(now, new Committed(database));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Brings the edge to a head that is not behind it. */
    private void follow(Head head, EngineView view) {
        requireAfter(head, seen);
        long behind = head.tree().size() - seen.tree().size();
        TreeEdge edge =
                behind > FOLLOWED ? EngineLedger.open(view, head).edge() : append(head, view);
        tree.publish(edge);
        seen = head;
    }

    private TreeEdge append(Head head, EngineView view) {
        LedgerAppender appender = new LedgerAppender(seen, tree.edge().copy());
        long size = head.tree().size();
        while (appender.size() < size) {
            List<EngineView.Entry> leaves =
                    view.scan(
                            Space.LEDGER,
                            Layout.leaf(appender.size()),
                            Layout.leaf(size),
                            PAGE);
            if (leaves.isEmpty()) {
                throw new LedgerMismatchException("the ledger in the database lacks leaves");
            }
            leaves.forEach(leaf -> appender.follow(leaf.value()));
        }
        if (!MessageDigest.isEqual(appender.range().root(), head.tree().root())) {
            throw new LedgerMismatchException(
                    "the ledger in the database does not continue the one that was seen before");
        }
        return appender.edge();
    }

    private static void requireAfter(Head head, Head earlier) {
        if (head.sequence() < earlier.sequence() || head.tree().size() < earlier.tree().size()) {
            throw new LedgerMismatchException(
                    "the database is at commit %d; this node has seen commit %d"
                            .formatted(head.sequence(), earlier.sequence()));
        }
    }
}
