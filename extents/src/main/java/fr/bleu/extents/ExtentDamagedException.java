package fr.bleu.extents;

import java.io.IOException;

/** A chunk of an extent does not authenticate: altered, moved or cut. */
public final class ExtentDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ExtentDamagedException(String message) {
        super(message);
    }
}
