package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.keys.PrivateFileException;
import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the {@code s3} engine can be told, and what it is refused. */
class S3OptionsTest {

    @TempDir Path folder;

    private static S3Options options(String endpoint, String region, String bucket, String prefix) {
        return new S3Options(
                URI.create(endpoint),
                region,
                bucket,
                prefix,
                Path.of("credentials"),
                Optional.empty(),
                S3Limits.standard());
    }

    @Test
    void onlyTheLoopbackAddressIsSpokenToInClear() {
        for (String good :
                new String[] {
                    "https://s3.example.org",
                    "https://s3.example.org:9000/",
                    "http://127.0.0.1:7480",
                    "http://[::1]:7480",
                    "http://localhost:7480"
                }) {
            options(good, "us-east-1", "bucket", "");
        }
        for (String bad :
                new String[] {
                    "http://s3.example.org",
                    "http://127.0.0.1.example.org",
                    "http://localhost.example.org",
                    "http://10.0.0.1",
                    "ftp://127.0.0.1",
                    "https:///bucket",
                    "https://s3.example.org/path",
                    "https://s3.example.org/?a=b",
                    "https://user:secret@s3.example.org",
                    "127.0.0.1"
                }) {
            IllegalArgumentException refused =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> options(bad, "us-east-1", "bucket", ""),
                            bad);
            assertFalse(refused.getMessage().contains("secret"));
        }
    }

    @Test
    void namesThatWouldLeaveTheirPlaceAreRefused() {
        options("https://s", "eu-west-3", "a.bucket-1", "stamp1/extents/");
        for (String bucket : new String[] {"", "ab", "a/b", "../b", "UPPER", "a?b"}) {
            assertThrows(
                    IllegalArgumentException.class, () -> options("https://s", "r", bucket, ""));
        }
        for (String prefix : new String[] {"a", "/", "a//", "../", "a/../", "a b/"}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> options("https://s", "r", "bucket", prefix));
        }
        assertThrows(
                IllegalArgumentException.class, () -> options("https://s", "R R", "bucket", ""));
    }

    @Test
    void credentialsAreReadFromAPrivateFileOnly() throws IOException {
        Path file = write("# a comment\n\naccess-key = AK\n secret-key=S=K \n");
        S3Credentials pair = S3Credentials.read(file);
        assertEquals("AK", pair.accessKey());
        assertEquals("S=K", pair.secretKey());
        for (String wider : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(wider));
            assertThrows(PrivateFileException.class, () -> S3Credentials.read(file));
        }
    }

    @Test
    void credentialsThatAreSomethingElseAreNotTold() throws IOException {
        for (String text :
                new String[] {
                    "",
                    "access-key = AK",
                    "secret-key = hush-4711",
                    "access-key = \nsecret-key = hush-4711",
                    "access-key = AK\nsecret-key = hush-4711\nsecret-key = hush-4711",
                    "access-key = AK\nsecret-key = hush-4711\nother = hush-4711",
                    "hush-4711"
                }) {
            Path file = write(text);
            IOException refused =
                    assertThrows(IOException.class, () -> S3Credentials.read(file), text);
            assertFalse(refused.getMessage().contains("hush"), refused.getMessage());
        }
        assertFalse(new S3Credentials("AK", "hush-4711").toString().contains("hush"));
    }

    private Path write(String text) throws IOException {
        Path file = folder.resolve("credentials");
        Files.deleteIfExists(file);
        PrivateFiles.create(file, text.getBytes(StandardCharsets.UTF_8));
        return file;
    }
}
