package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to a server whose certificate the operator's own authority gave. */
class S3TlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir Path folder;

    private final Fixture fixture = new Fixture(new FakeStore(), 1);

    @Test
    void onlyAServerOfTheOperatorsAuthorityIsBelieved() throws Exception {
        Path mine = certificate("mine", "ip:127.0.0.1");
        Path other = certificate("other", "ip:127.0.0.1");
        try (FakeS3 server = new FakeS3(tls("mine"))) {
            byte[] content = fixture.bytes(700);
            try (S3Extents engine = fixture.open(options(server, Optional.of(mine)))) {
                assertArrayEquals(content, fixture.read(engine, fixture.put(engine, content)));
            }
            for (Optional<Path> wrong : List.of(Optional.of(other), Optional.<Path>empty())) {
                assertThrows(
                        ExtentsUnavailableException.class,
                        () -> fixture.open(options(server, wrong)));
            }
        }
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() throws Exception {
        Path elsewhere = certificate("elsewhere", "dns:s3.example.org");
        try (FakeS3 server = new FakeS3(tls("elsewhere"))) {
            assertThrows(
                    ExtentsUnavailableException.class,
                    () -> fixture.open(options(server, Optional.of(elsewhere))));
        }
    }

    @Test
    void aFileWithoutACertificateIsRefused() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        try (FakeS3 server = new FakeS3()) {
            assertThrows(
                    IOException.class, () -> fixture.open(options(server, Optional.of(empty))));
        }
    }

    private S3Options options(FakeS3 server, Optional<Path> authority) throws IOException {
        S3Options plain =
                S3Fixture.fake(
                        server.endpoint(),
                        folder,
                        S3Fixture.tiny(Duration.ofSeconds(3), Duration.ZERO));
        return new S3Options(
                plain.endpoint(),
                plain.region(),
                plain.bucket(),
                plain.prefix(),
                plain.credentials(),
                authority,
                plain.limits());
    }

    /** A self-signed certificate, in a key store and in a PEM file. */
    private Path certificate(String name, String subject) throws Exception {
        Path pem = folder.resolve(name + ".pem");
        keytool(
                name,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + subject,
                "-storetype",
                "PKCS12");
        keytool(name, "-exportcert", "-rfc", "-file", pem.toString());
        return pem;
    }

    private void keytool(String name, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(
                List.of(
                        "-alias",
                        name,
                        "-keystore",
                        folder.resolve(name + ".p12").toString(),
                        "-storepass",
                        PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    private SSLContext tls(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
