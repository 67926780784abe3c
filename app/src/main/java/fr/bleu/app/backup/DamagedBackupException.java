package fr.bleu.app.backup;

import java.io.IOException;

/** A part of a backup is missing or not what was written; the message names its file. */
final class DamagedBackupException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedBackupException(String file, String what) {
        super("the backup is damaged: " + file + " " + what);
    }
}
