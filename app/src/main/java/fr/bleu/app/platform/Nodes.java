package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Outcome;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Store;
import fr.bleu.store.Table;
import fr.bleu.store.Write;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Succession;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The nodes of the cloud, each by its name: {@link NodeRecord}. Who joins has an entry in the
 * ledger; that one lives is said without.
 */
final class Nodes {

    /** Nodes by {@code text(name)}. */
    static final Table TABLE = Table.of(224, "nodes");

    /** Of two that start at once under one name, the later one reads again. */
    private static final int ATTEMPTS = 5;

    private static final int MOST_LISTED = 10_000;

    private final Store store;
    private final Commits commits;
    private final SecureRandom random;

    Nodes(Store store, Commits commits, SecureRandom random) {
        this.store = store;
        this.commits = commits;
        this.random = random;
    }

    private static Key key(String name) {
        return Key.of(Key.PLATFORM, TABLE).text(name);
    }

    /** By the clock that all nodes go by. */
    Instant now() {
        return store.clock().instant();
    }

    /** The ledger's. */
    int generation() {
        return Succession.generation(store);
    }

    /** All that ever joined, by name. */
    List<NodeRecord> list() {
        return store.scanPrefix(Key.of(Key.PLATFORM, TABLE), MOST_LISTED).stream()
                .map(it -> NodeRecord.decode(it.value()))
                .toList();
    }

    /**
     * Takes a node's name for one that starts.
     *
     * @return its record as it stands now
     * @throws CommandFailure when another one of that name, with another key, may be alive
     */
    NodeRecord join(NodeRecord node) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<Stored> stored = store.get(key(node.node().name()));
            Optional<NodeRecord> before = stored.map(it -> NodeRecord.decode(it.value()));
            before.ifPresent(it -> refuseSecond(it, node));
            NodeRecord now = before.map(node::after).orElse(node);
            boolean known = before.filter(now::isSameAs).isPresent();
            if (known ? put(stored.orElseThrow(), now) : enter(stored, now)) {
                return now;
            }
        }
        throw new CommandFailure(
                "the record of node " + node.node().name() + " cannot be written now: start again");
    }

    /** The same key is the same node: after a kill it starts at once. */
    private static void refuseSecond(NodeRecord other, NodeRecord node) {
        Instant now = node.seen();
        if (other.isLiving(now, node.generation()) && !other.key().equals(node.key())) {
            throw new CommandFailure(
                    "a node "
                            + node.node().name()
                            + " with another certificate said "
                            + Duration.between(other.seen(), now).toSeconds()
                            + " s ago that it is running: give this one another name and remove"
                            + " node.pem from its private folder, or stop that one; if it is lost,"
                            + " start again "
                            + NodeRecord.LIVING.toSeconds()
                            + " s after it was");
        }
    }

    private boolean enter(Optional<Stored> before, NodeRecord node) {
        Key key = key(node.node().name());
        Draft draft =
                new Draft()
                        .check(before.map(Stored::unchanged).orElse(new Check.Absent(key)))
                        .put(key, node.encode())
                        .detail("node", node.node().name())
                        .detail("site", node.node().site())
                        .detail("country", node.node().country())
                        .detail("entity", node.node().entity())
                        .detail("serial", node.serial())
                        .detail("key", node.key())
                        .detail("version", node.version());
        return commits.housekeeping("join-node", draft) instanceof CommitResult.Committed;
    }

    /**
     * Says that a node lives, or has stopped, in the record that its start has written.
     *
     * @return false when the record is another start's by now
     */
    boolean say(NodeRecord node) {
        Optional<Stored> stored = store.get(key(node.node().name()));
        Optional<NodeRecord> before = stored.map(it -> NodeRecord.decode(it.value()));
        if (before.filter(it -> it.run().equals(node.run())).isEmpty()) {
            return false;
        }
        if (before.filter(node::isSameAs).isPresent()) {
            // What fails is said again in the next round.
            boolean _ = put(stored.orElseThrow(), node);
        } else {
            boolean _ = enter(stored, node);
        }
        return true;
    }

    private boolean put(Stored before, NodeRecord node) {
        Change change =
                new Change(
                        ChangeId.random(store.clock().millis(), random),
                        Key.PLATFORM,
                        List.of(before.unchanged()),
                        List.of(new Write.Put(before.key(), node.encode())),
                        List.of());
        return store.commit(change) instanceof Outcome.Committed;
    }
}
