package fr.bleu.keys;

import java.security.GeneralSecurityException;
import java.util.concurrent.ArrayBlockingQueue;
import javax.crypto.Cipher;

/**
 * Keeps a bounded number of {@link Cipher} objects of one transformation for reuse: making one
 * costs more than sealing a small record with it, and a thread-local would hold one per virtual
 * thread. A caller never waits; when the pool is empty a new one is made, when it is full the
 * returned one is dropped.
 */
public final class CipherPool {

    private static final int MOST_KEPT = 64;

    private final String transformation;
    private final ArrayBlockingQueue<Cipher> idle = new ArrayBlockingQueue<>(MOST_KEPT);

    /** What is done with a borrowed cipher. */
    @FunctionalInterface
    public interface Use<T> {
        T with(Cipher cipher) throws GeneralSecurityException;
    }

    /** A pool of a JDK transformation, such as {@code AES/GCM/NoPadding}. */
    public CipherPool(String transformation) {
        this.transformation = transformation;
    }

    /**
     * Lends a cipher, which the user must initialise. One that threw is not used again.
     *
     * @throws GeneralSecurityException what the use threw
     */
    public <T> T use(Use<T> use) throws GeneralSecurityException {
        Cipher cipher = idle.poll();
        if (cipher == null) {
            cipher = Cipher.getInstance(transformation);
        }
        T result = use.with(cipher);
        idle.offer(cipher);
        return result;
    }
}
