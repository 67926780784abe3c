package fr.bleu.conformance.tour;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real directory tree: the JDK's own folder, about two hundred files, one of them over 100 MiB.
 *
 * @param root the folder
 * @param files its regular files, absolute
 */
record Tree(Path root, List<Path> files) {

    static Tree ofJdk() throws IOException {
        Path root = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> walk = Files.walk(root)) {
            return new Tree(root, walk.filter(Tree::isOwnFile).sorted().toList());
        }
    }

    private static boolean isOwnFile(Path file) {
        return Files.isRegularFile(file) && !Files.isSymbolicLink(file) && Files.isReadable(file);
    }

    /** The blob's name of a file: its path below the root. */
    String name(Path file) {
        return root.relativize(file).toString();
    }

    long bytes() throws IOException {
        long sum = 0;
        for (Path file : files) {
            sum += Files.size(file);
        }
        return sum;
    }

    Path largest() throws IOException {
        Path largest = files.getFirst();
        for (Path file : files) {
            largest = Files.size(file) > Files.size(largest) ? file : largest;
        }
        return largest;
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 20];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
