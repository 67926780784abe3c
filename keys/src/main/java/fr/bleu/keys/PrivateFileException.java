package fr.bleu.keys;

import java.io.IOException;

/** A file or folder that must be private is not; the message is one line for the operator. */
public final class PrivateFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public PrivateFileException(String message) {
        super(message);
    }
}
