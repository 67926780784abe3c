package fr.bleu.app.backup;

import fr.bleu.keys.OpenFailedException;
import fr.bleu.store.copy.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.Optional;

/** The wrapped keys of a keys file, a line of them at a time. */
final class KeysReader implements AutoCloseable {

    private final KeysFile.Opened opened;
    private final BufferedReader lines;
    private int number = 1;

    KeysReader(KeysFile.Opened opened) throws IOException {
        this.opened = opened;
        lines = Files.newBufferedReader(opened.file(), StandardCharsets.US_ASCII);
        KeysFile.line(lines);
        KeysFile.line(lines);
    }

    /**
     * The next line's rows; empty once there was the last.
     *
     * @throws DamagedBackupException when the file is cut or altered
     */
    Optional<Iterator<Row>> next() throws IOException {
        number++;
        try {
            byte[] sealed = KeysFile.bytes(KeysFile.line(lines));
            byte[] rows = opened.key().open(sealed, opened.header().line(number));
            return rows.length == 0
                    ? Optional.empty()
                    : Optional.of(RowChunks.read(rows, Row.Kind.RECORD));
        } catch (OpenFailedException | IllegalArgumentException e) {
            throw new DamagedBackupException(
                    opened.file().toString(), "is cut or was altered in line " + (number + 1));
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
