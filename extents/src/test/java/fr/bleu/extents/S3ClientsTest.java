package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client talks to, and what it tells. */
class S3ClientsTest {

    @TempDir Path folder;

    private FakeS3 server;
    private final Fixture fixture = new Fixture(new FakeStore(), 1);

    @BeforeEach
    void start() throws IOException {
        server = new FakeS3();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private S3Options options() throws IOException {
        Duration time = Duration.ofSeconds(10);
        return S3Fixture.fake(server.endpoint(), folder, S3Fixture.tiny(time, time));
    }

    /** Whatever the JVM is told about proxies, profiles and the metadata service. */
    @Test
    void nobodyIsTalkedToButTheEndpoint() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (ServerSocket spy = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> count(spy, calls));
            String port = Integer.toString(spy.getLocalPort());
            String url = "http://127.0.0.1:" + port;
            Path profile = Files.writeString(folder.resolve("config"), profile(url));
            Map<String, String> told = new HashMap<>();
            told.put("http.proxyHost", "127.0.0.1");
            told.put("http.proxyPort", port);
            told.put("http.nonProxyHosts", "");
            told.put("aws.endpointUrl", url);
            told.put("aws.endpointUrlS3", url);
            told.put("aws.configFile", profile.toString());
            told.put("aws.sharedCredentialsFile", profile.toString());
            told.put("aws.ec2MetadataServiceEndpoint", url);
            told.put("aws.region", "elsewhere-1");
            told.put("aws.accessKeyId", "somebody");
            told.put("aws.secretAccessKey", "else");
            told.put("aws.requestChecksumCalculation", "WHEN_SUPPORTED");
            withProperties(told, this::putAndRead);
        }
        assertEquals(0, calls.get());
        assertFalse(server.agents.stream().anyMatch(it -> it.contains("from-a-profile")));
    }

    private static String profile(String url) {
        return "[default]\nregion = elsewhere-1\nendpoint_url = "
                + url
                + "\naws_access_key_id = somebody\naws_secret_access_key = else\n"
                + "sdk_ua_app_id = from-a-profile\n";
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void withProperties(Map<String, String> told, Work work) throws IOException {
        Map<String, String> before = new HashMap<>();
        told.keySet().forEach(name -> before.put(name, System.getProperty(name)));
        told.forEach(System::setProperty);
        try {
            work.run();
        } finally {
            before.forEach(
                    (name, value) -> {
                        if (value == null) {
                            System.clearProperty(name);
                        } else {
                            System.setProperty(name, value);
                        }
                    });
        }
    }

    private void putAndRead() throws IOException {
        byte[] content = fixture.bytes(3_000);
        try (S3Extents engine = fixture.open(options())) {
            assertArrayEquals(content, fixture.read(engine, fixture.put(engine, content)));
        }
    }

    private static void count(ServerSocket spy, AtomicInteger calls) {
        while (true) {
            try {
                spy.accept().close();
                calls.incrementAndGet();
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void aFailureTellsNoSecret() throws IOException {
        S3Options options = options();
        Path file = options.credentials();
        Files.delete(file);
        String secret = "hush-4711-hush";
        PrivateFiles.create(
                file,
                ("access-key = nobody\nsecret-key = " + secret)
                        .getBytes(StandardCharsets.US_ASCII));
        ExtentsUnavailableException refused =
                assertThrows(ExtentsUnavailableException.class, () -> fixture.open(options));
        StringWriter trace = new StringWriter();
        refused.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().contains(secret));
        assertFalse(options.toString().contains(secret));
    }

    @Test
    void anotherBucketsNameIsSaid() throws IOException {
        S3Options known = options();
        S3Options other =
                new S3Options(
                        known.endpoint(),
                        known.region(),
                        "no-such-bucket",
                        known.prefix(),
                        known.credentials(),
                        known.authority(),
                        known.limits());
        ExtentsUnavailableException refused =
                assertThrows(ExtentsUnavailableException.class, () -> fixture.open(other));
        assertEquals(
                "S3 answered 404 NoSuchBucket",
                refused.getMessage().substring(refused.getMessage().indexOf("S3")));
    }
}
