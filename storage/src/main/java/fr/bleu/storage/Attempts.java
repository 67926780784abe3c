package fr.bleu.storage;

import java.util.Optional;

/** Reads, decides and commits again while others change the same records. */
final class Attempts {
    /** More lost races in a row mean that the record is too hot: 503 ServerBusy. */
    static final int MAX = 20;

    private Attempts() {}

    /** One attempt; empty when a check failed and the records must be read again. */
    interface Attempt<T> {
        Optional<T> run();
    }

    static <T> T until(Attempt<T> attempt) {
        for (int i = 0; i < MAX; i++) {
            Optional<T> done = attempt.run();
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw StorageError.SERVER_BUSY.failure();
    }
}
