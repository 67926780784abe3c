package fr.bleu.store.postgres;

import fr.bleu.store.StoreFailedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks at the database's clock each second, whether or not there is anything to commit. */
final class ClockWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ClockWatch.class.getName());

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Database database;
    private final DatabaseClock clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Begins with a first look.
     *
     * @throws StoreFailedException when the database is not reached
     */
    ClockWatch(Database database, DatabaseClock clock) {
        this.database = database;
        this.clock = clock;
        look();
        thread = Thread.ofVirtual().name("database-clock").start(this::run);
    }

    private void look() {
        clock.observe(database.read(ClockReading::take));
    }

    private void run() {
        try {
            while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look();
                } catch (StoreFailedException e) {
                    // Reads and commits say so too; time goes on meanwhile.
                    LOG.log(Level.FINE, "the clock was not looked at: {0}", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends; a look under way ends with the database's patience. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
