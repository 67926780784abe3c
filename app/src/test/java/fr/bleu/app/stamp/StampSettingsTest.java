package fr.bleu.app.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.traces.TraceOptions;
import fr.bleu.store.postgres.PostgresOptions;
import fr.bleu.trust.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's file of a node. */
class StampSettingsTest {
    private static final String WHOLE =
            """
            # a node
            node = node1
            port = 8443
            postgres.servers = 127.0.0.1:5433, [::1]
            postgres.database = bleu
            postgres.user = bleu
            postgres.password-file = pg.password

            s3.endpoint = http://127.0.0.1:9000
            s3.bucket = bleu
            s3.credentials = /etc/bleu/s3
            """;

    @TempDir Path folder;

    private StampSettings read(String text) throws IOException {
        return StampSettings.read(Files.writeString(folder.resolve("stamp.conf"), text));
    }

    private String refusal(String text) {
        return assertThrows(CommandFailure.class, () -> read(text)).getMessage();
    }

    @Test
    void tracesGoWhereTheFileSays() throws IOException {
        assertEquals(Optional.empty(), read(WHOLE).traces());
        String traced = WHOLE + "traces.endpoint = https://c:4318\ntraces.ca = c.pem\n";
        TraceOptions traces = read(traced).traces().orElseThrow();
        assertEquals("https://c:4318/v1/traces", traces.endpoint().toString());
        assertEquals(Optional.of(folder.resolve("c.pem")), traces.ca());
        assertEquals("node1", traces.node());
        assertTrue(refusal(WHOLE + "traces.ca = c.pem\n").contains("traces.endpoint is missing"));
        assertTrue(refusal(WHOLE + "traces.endpoint = http://c\n").contains("traces go to"));
    }

    @Test
    void aStampHasTheNameThatTheFileGives() throws IOException {
        assertEquals(Optional.empty(), read(WHOLE).stamp());
        assertEquals(Optional.of("stamp2"), read(WHOLE + "stamp = stamp2\n").stamp());
        assertTrue(refusal(WHOLE + "stamp = a/b\n").endsWith("not a stamp's name: a/b"));
    }

    @Test
    void aWholeFileIsReadAndItsPathsAreRelativeToItsFolder() throws IOException {
        StampSettings settings = read(WHOLE);
        SharedEngines engines = settings.engines().orElseThrow();
        assertEquals("node1", engines.node());
        assertEquals(OptionalInt.of(8443), settings.port());
        assertEquals(
                List.of(
                        new PostgresOptions.Server("127.0.0.1", 5433),
                        new PostgresOptions.Server("::1", 5432)),
                engines.database().servers());
        assertEquals(Optional.of(folder.resolve("pg.password")), engines.database().passwordFile());
        assertEquals(Path.of("/etc/bleu/s3"), engines.objects().credentials());
        assertEquals("us-east-1", engines.objects().region());
    }

    @Test
    void aMachineByItselfSharesNothing() throws IOException {
        StampSettings settings = read("node = alone\nsite = lyon\nport = 443\n");
        assertEquals(Optional.empty(), settings.engines());
        assertEquals("lyon", settings.node().alone().site());
        assertEquals(OptionalInt.of(443), settings.port());
    }

    @Test
    void halfOfWhatIsSharedIsRefused() {
        String database = WHOLE.replaceAll("(?m)^s3.*$", "");
        assertTrue(refusal(database).endsWith("s3.endpoint is missing"));
        String objects = WHOLE.replaceAll("(?m)^postgres.*$", "");
        assertTrue(refusal(objects).endsWith("postgres.servers is missing"));
        assertTrue(refusal("node = a\ns3.region = x\n").endsWith("postgres.servers is missing"));
    }

    @Test
    void whatIsMissingMisspeltDoubleOrWrongIsRefusedByName() {
        assertTrue(refusal(WHOLE.replace("node = node1", "")).endsWith("node is missing"));
        assertTrue(refusal(WHOLE.replace("s3.bucket", "s3.bukket")).contains("s3.bucket"));
        assertTrue(refusal(WHOLE + "s3.buckets = x\n").endsWith("unknown: s3.buckets"));
        assertTrue(refusal(WHOLE + "node = node2\n").endsWith("node is empty or given twice"));
        assertTrue(refusal(WHOLE + "site =\n").endsWith("site is empty or given twice"));
        assertTrue(refusal(WHOLE + "nothing\n").endsWith("a line is not name = value"));
        assertTrue(refusal(WHOLE.replace("8443", "70000")).contains("port takes a number"));
        assertTrue(refusal(WHOLE.replace("node1", "Node 1")).contains("node: "));
    }

    @Test
    void itListensOnLoopbackAndBelievesNoProxyUnlessToldTo() throws IOException {
        StampSettings settings = read(WHOLE);
        assertEquals(Optional.empty(), settings.listen());
        assertTrue(settings.proxies().isEmpty());
        settings = read(WHOLE + "listen = 10.0.0.5\nproxies = 10.0.0.2, 10.1.0.0/16\n");
        assertEquals(Optional.of(InetAddress.ofLiteral("10.0.0.5")), settings.listen());
        assertTrue(settings.proxies().contain(InetAddress.ofLiteral("10.1.2.3")));
        assertTrue(refusal(WHOLE + "listen = 0.0.0.0\n").contains("listen: one address"));
        assertTrue(refusal(WHOLE + "listen = ::\n").contains("listen: one address"));
        assertTrue(refusal(WHOLE + "listen = node1.example\n").contains("not an IP address"));
        assertTrue(refusal(WHOLE + "proxies = 10.0.0.1/8\n").contains("proxies: not an address"));
    }

    @Test
    void whereItStandsIsCheckedWhenItIsRead() throws IOException {
        Node node = read(WHOLE).node().alone();
        assertEquals(new Node("node1", "site1", "FR", "this instance's operator"), node);
        String placed = "site = lyon-2\ncountry = BE\nentity = Exploitant SA\n";
        assertEquals(
                new Node("node1", "lyon-2", "BE", "Exploitant SA"),
                read(WHOLE + placed).node().alone());
        assertTrue(refusal(WHOLE + "country = be\n").contains("country: two letters"));
        assertTrue(refusal(WHOLE + "country = XX\n").contains("country: two letters"));
        assertTrue(refusal(WHOLE + "site = Lyon 2\n").contains("site: "));
    }

    @Test
    void aServerElsewhereNeedsAnAuthorityAndHttpIsForLoopbackOnly() {
        assertTrue(refusal(WHOLE.replace("127.0.0.1:5433", "db.example")).contains("certificate"));
        assertTrue(refusal(WHOLE.replace("http://127.0.0.1", "http://s3.example")).contains("S3"));
        assertTrue(refusal(WHOLE.replace("[::1]", "a/b")).contains("not a server"));
        assertTrue(refusal(WHOLE.replace("[::1]", "u@127.0.0.1")).contains("not a server"));
    }

    @Test
    void aFileThatIsNotThereSaysSo() {
        Path nowhere = folder.resolve("nowhere");
        assertTrue(
                assertThrows(CommandFailure.class, () -> StampSettings.read(nowhere))
                        .getMessage()
                        .startsWith("cannot read "));
    }
}
