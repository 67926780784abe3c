package fr.bleu.extents;

import java.io.IOException;

/** No space is left for extents; what is stored is unharmed. Answer 507 or the protocol's own. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
