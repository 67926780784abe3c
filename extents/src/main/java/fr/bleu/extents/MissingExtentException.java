package fr.bleu.extents;

import java.io.IOException;

/** There is no such extent: it was deleted, or its writer never committed it. */
public final class MissingExtentException extends IOException {
    private static final long serialVersionUID = 1L;

    public MissingExtentException(String message) {
        super(message);
    }
}
