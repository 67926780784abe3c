package fr.bleu.ledger;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads an export's files: only regular ones that lie inside it without links, never more bytes
 * than asked for. No path comes from the export itself; all are made of numbers.
 */
final class ExportFiles {

    private final Path directory;

    ExportFiles(Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    /** A file's bytes; empty if there is no such file. */
    Optional<byte[]> read(String path, int limitBytes) throws IOException, Refusal {
        Optional<Path> file = find(path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file.get(), LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(limitBytes + 1);
            if (bytes.length > limitBytes) {
                throw new Refusal(
                        new Finding.MalformedFile(
                                path, "holds more than " + limitBytes + " bytes"));
            }
            return Optional.of(bytes);
        }
    }

    /** A file as a stream; empty if there is no such file. */
    Optional<DataInputStream> open(String path) throws IOException, Refusal {
        Optional<Path> file = find(path);
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DataInputStream(
                                new BufferedInputStream(
                                        Files.newInputStream(
                                                file.get(), LinkOption.NOFOLLOW_LINKS))));
    }

    /** Refuses openings that no bundle of the tree would be checked against. */
    void checkOpened(long bundles) throws IOException, Refusal {
        Path opened = directory.resolve("opened");
        if (!Files.exists(opened, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(opened)) {
            for (Iterator<Path> files = walk.iterator(); files.hasNext(); ) {
                Path file = files.next();
                String path = directory.relativize(file).toString();
                boolean folder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
                if (!folder && Tiles.openedNumber(path).orElse(bundles) >= bundles) {
                    throw new Refusal(
                            new Finding.MalformedFile(path, "opens entries that are not there"));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Optional<Path> find(String path) throws IOException, Refusal {
        Path file = directory.resolve(path);
        try {
            if (!file.toRealPath().equals(file)
                    || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new Refusal(
                        new Finding.MalformedFile(path, "is not a plain file of the export"));
            }
            return Optional.of(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            // A file where a folder should be, or a loop of links.
            throw new Refusal(new Finding.MalformedFile(path, "is not a plain file of the export"));
        }
    }
}
