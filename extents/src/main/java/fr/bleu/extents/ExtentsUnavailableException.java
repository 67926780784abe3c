package fr.bleu.extents;

import java.io.IOException;

/**
 * Where the extents are kept does not answer, or not in time, or refuses: what is stored is
 * unharmed, and the same may succeed later. Answer 503.
 */
public final class ExtentsUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    public ExtentsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
