package fr.bleu.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootKeyFileTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir Path temporary;
    private Path folder;
    private Path file;

    @BeforeEach
    void makeTheFolder() throws IOException {
        folder = temporary.resolve("private");
        PrivateFiles.createFolder(folder);
        file = folder.resolve("root.key");
    }

    @Test
    void aKeyThatWasMadeIsLoadedAgain() throws IOException {
        RootKey made = RootKeyFile.create(file, RANDOM);
        RootKey loaded = RootKeyFile.load(file, RANDOM);
        assertEquals(made.id(), loaded.id());
        byte[] envelope = made.sealing().seal(new byte[] {1}, new byte[0]);
        assertArrayEquals(new byte[] {1}, loaded.sealing().open(envelope, new byte[0]));
    }

    @Test
    void fileAndFolderAreForTheirOwnerOnly() throws IOException {
        RootKeyFile.create(file, RANDOM).close();
        assertEquals("rw-------", rights(file));
        assertEquals("rwx------", rights(folder));
    }

    @Test
    void noRootKeyIsEverOverwritten() throws IOException {
        RootKeyFile.create(file, RANDOM).close();
        byte[] before = Files.readAllBytes(file);
        assertThrows(FileAlreadyExistsException.class, () -> RootKeyFile.create(file, RANDOM));
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void widerRightsOnTheFileAreRefused() throws IOException {
        RootKeyFile.create(file, RANDOM).close();
        setRights(file, "rw-r-----");
        assertRefused("0640");
    }

    @Test
    void widerRightsOnTheFolderAreRefused() throws IOException {
        RootKeyFile.create(file, RANDOM).close();
        setRights(folder, "rwx--x---");
        assertRefused("0710");
        Path other = folder.resolve("other.key");
        assertThrows(PrivateFileException.class, () -> RootKeyFile.create(other, RANDOM));
        assertFalse(Files.exists(other));
    }

    @Test
    void aSymbolicLinkIsRefused() throws IOException {
        Path elsewhere = folder.resolve("elsewhere.key");
        RootKeyFile.create(elsewhere, RANDOM).close();
        Files.createSymbolicLink(file, elsewhere);
        assertRefused("not a file");
    }

    @Test
    void aMissingFileIsNamed() {
        assertRefused("missing");
    }

    @Test
    void anotherOwnersFileIsRefused() throws IOException {
        RootKeyFile.create(file, RANDOM).close();
        // Only root can give a file away; elsewhere another's file is at hand.
        if ("root".equals(System.getProperty("user.name"))) {
            Files.setAttribute(file, "unix:uid", 12345);
            assertRefused("belongs to user 12345");
        } else {
            Path others = Path.of("/etc/hostname");
            assertThrows(PrivateFileException.class, () -> PrivateFiles.checkFile(others));
        }
    }

    @Test
    void everyDamagedCharacterGivesAClearErrorWithoutTheKey() throws IOException {
        RootKeyFile.create(file, RANDOM).close();
        byte[] good = Files.readAllBytes(file);
        String secret = new String(good, StandardCharsets.US_ASCII).split("\n")[2].substring(5);
        for (int i = 0; i < good.length; i++) {
            byte[] damaged = good.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            IOException error =
                    assertThrows(IOException.class, () -> RootKeyFile.load(file, RANDOM));
            assertTrue(error.getMessage().contains("damaged"), error.getMessage());
            assertFalse(error.getMessage().contains(secret.substring(0, 8)));
        }
    }

    @Test
    void aCutOrOverlongFileIsRefused() throws IOException {
        RootKeyFile.create(file, RANDOM).close();
        byte[] good = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(good, good.length - 1));
        assertThrows(IOException.class, () -> RootKeyFile.load(file, RANDOM));
        Files.write(file, new byte[2000]);
        assertRefused("more than 1024 bytes");
    }

    @Test
    void whatOthersCouldReadIsNotReplaced() throws IOException {
        PrivateFiles.create(file, new byte[] {1});
        setRights(file, "rw-r--r--");
        assertThrows(PrivateFileException.class, () -> PrivateFiles.replace(file, new byte[] {2}));
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
    }

    @Test
    void aReplacementThatWasCutShortIsNotInTheWay() throws IOException {
        PrivateFiles.create(file, new byte[] {1});
        Files.write(folder.resolve("root.key.new"), new byte[] {9, 9, 9});
        PrivateFiles.replace(file, new byte[] {2});
        assertArrayEquals(new byte[] {2}, Files.readAllBytes(file));
        assertFalse(Files.exists(folder.resolve("root.key.new")));
    }

    @Test
    void replacingKeepsTheRightsAndLeavesNothingBeside() throws IOException {
        PrivateFiles.replace(file, new byte[] {1});
        PrivateFiles.replace(file, new byte[] {2, 3});
        assertArrayEquals(new byte[] {2, 3}, PrivateFiles.read(file, 10));
        assertEquals("rw-------", rights(file));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void missingParentsAreMadePrivateToo() throws IOException {
        PrivateFiles.createFolder(temporary.resolve("a/b"));
        assertEquals("rwx------", rights(temporary.resolve("a")));
        assertEquals("rwx------", rights(temporary.resolve("a/b")));
    }

    private void assertRefused(String why) {
        IOException error =
                assertThrows(PrivateFileException.class, () -> RootKeyFile.load(file, RANDOM));
        assertTrue(error.getMessage().contains(why), error.getMessage());
        assertEquals(1, error.getMessage().lines().count());
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void setRights(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }
}
