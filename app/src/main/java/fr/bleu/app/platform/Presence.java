package fr.bleu.app.platform;

import fr.bleu.app.Version;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps this node's record: that it lives, with which certificate, and at last that it stopped. */
final class Presence implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Presence.class.getName());

    /** Two may fail before others take the node for lost. */
    private static final Duration EVERY = NodeRecord.LIVING.dividedBy(3);

    private final Nodes nodes;
    private final NodeIdentity identity;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private NodeRecord node;

    /**
     * Joins.
     *
     * @throws fr.bleu.app.CommandFailure when another node of this name is alive
     */
    Presence(Nodes nodes, NodeIdentity identity) {
        this.nodes = nodes;
        this.identity = identity;
        this.node =
                nodes.join(
                        NodeRecord.of(
                                identity.certificate(),
                                Version.current(),
                                nodes.now(),
                                nodes.generation(),
                                UUID.randomUUID()));
        this.thread = Thread.ofVirtual().name("presence").start(this::run);
    }

    private void run() {
        try {
            while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        try {
            identity.renew();
            node = node.certified(identity.certificate()).seen(nodes.now());
            say();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the node's record could not be kept; it is tried again", e);
        }
    }

    private void say() {
        if (!nodes.say(node)) {
            LOG.severe(
                    "another start has taken the name of node "
                            + node.node().name()
                            + ": stop one of the two, or give it another name and certificate");
        }
    }

    /** A node that stopped in order may start anywhere at once. */
    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        thread.join();
        try {
            node = node.stopped(nodes.now());
            say();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "that the node has stopped could not be recorded", e);
        }
    }
}
