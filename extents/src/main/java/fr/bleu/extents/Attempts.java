package fr.bleu.extents;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Repeats a request to S3 while it may help and time is left, with pauses that double and vary so
 * that many nodes do not come back at once. The client's own repetitions are switched off: who asks
 * must know whether an earlier attempt may have been carried out.
 *
 * @param call after which nothing is repeated; the last attempt's own limit comes on top
 */
record Attempts(Duration call) {

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    /** One request. */
    interface Attempt<T> {

        /**
         * @param repeated whether an earlier attempt failed in a way that leaves open whether the
         *     server carried it out
         */
        T run(boolean repeated) throws IOException;
    }

    /**
     * @param what for the message
     * @throws ExtentsUnavailableException when all attempts failed, or one for good
     */
    <T> T run(String what, Attempt<T> attempt) throws IOException {
        long deadline = System.nanoTime() + call.toNanos();
        long longest = FIRST_PAUSE_MILLIS;
        for (boolean repeated = false; ; repeated = true) {
            try {
                return attempt.run(repeated);
            } catch (SdkException e) {
                long pause = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
                boolean late = System.nanoTime() + pause * 1_000_000 - deadline > 0;
                if (late || !S3Failures.mayPass(e)) {
                    throw S3Failures.typed(what, e);
                }
                rest(what, pause);
                longest = Math.min(LONGEST_PAUSE_MILLIS, longest * 2);
            }
        }
    }

    /** One attempt only: for what is tidied up when the time was spent already. */
    <T> T once(String what, Attempt<T> attempt) throws IOException {
        return new Attempts(Duration.ZERO).run(what, attempt);
    }

    private static void rest(String what, long millis) throws ExtentsUnavailableException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExtentsUnavailableException("interrupted: " + what, e);
        }
    }
}
