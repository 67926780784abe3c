package fr.bleu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.platform.ClientAssertions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Secrets of every kind are planted in a cloud that runs as an operator runs it, over the wire and
 * in every wrong way too; then they are looked for wherever they must not be.
 */
final class CanaryTest {

    /** Where keys are meant to be. */
    private static final Set<String> KEY_FILES =
            Set.of("root.key", "issuer.key", "administrator.pem");

    private static final int MIN_CANARIES = 45;
    private static final int MIN_REFUSALS = 30;

    @TempDir static Path folder;

    private static final Canaries CANARIES = new Canaries();
    private static final List<String> PRINTED = new ArrayList<>();

    private static Bleu bleu;
    private static Bleu.Serving serving;
    private static CanaryRefusals wrong;

    @BeforeAll
    static void plant() throws Exception {
        bleu = new Bleu(folder);
        serving = bleu.start("up", "--port", "0");
        serving.awaitUp();
        String pem = Files.readString(bleu.secrets().resolve("administrator.pem"));
        keys(pem);
        Map<String, String> environment = environment();
        String url = environment.get("BLEU_URL");
        int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
        Wire wire = new Wire(folder.resolve("data/ca/truststore.p12"), port);
        CanaryScenario right = new CanaryScenario(wire, environment, pem, CANARIES);
        right.everythingRight();
        wrong = new CanaryRefusals(right);
        wrong.everythingWrong();
        damageExtents();
        wrong.damaged();
        print(environment.get("AZURE_TENANT_ID"));
    }

    /** The keys that the first start made. */
    private static void keys(String pem) throws IOException {
        String root = Files.readString(bleu.secrets().resolve("root.key"));
        String key = root.lines().filter(it -> it.startsWith("key: ")).findFirst().orElseThrow();
        CANARIES.plant("root-key", Base64.getDecoder().decode(key.substring(5)));
        plantPem("administrator", pem);
        plantPem("issuer", Files.readString(bleu.secrets().resolve("issuer.key")));
    }

    /** A line of the PEM's text, and bytes from the end of the key, which no other key has. */
    private static void plantPem(String name, String pem) {
        String text = ClientAssertions.keyText(pem);
        List<String> lines = text.lines().toList();
        CANARIES.plant(name + "-pem", lines.get(lines.size() - 2));
        byte[] der = Base64.getMimeDecoder().decode(text);
        byte[] end = java.util.Arrays.copyOfRange(der, der.length - 32, der.length);
        CANARIES.plant(name + "-key", end);
    }

    private static Map<String, String> environment() throws Exception {
        Map<String, String> variables = new TreeMap<>();
        JsonMapper.builder()
                .build()
                .readTree(bleu.run("env", "--json").output())
                .properties()
                .forEach(field -> variables.put(field.getKey(), field.getValue().asString()));
        return variables;
    }

    /** Flips one byte in each page, so that what is read next fails inside the platform. */
    private static void damageExtents() throws IOException {
        for (Path file : Canaries.files(folder.resolve("data/extents"))) {
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                for (long at = 2_000; at < Math.min(channel.size(), 1 << 20); at += 4_096) {
                    ByteBuffer one = ByteBuffer.allocate(1);
                    channel.read(one, at);
                    one.put(0, (byte) ~one.get(0)).rewind();
                    channel.write(one, at);
                }
            }
        }
    }

    /** Every command that tells something, while the cloud runs. */
    private static void print(String tenant) throws Exception {
        String export = folder.resolve("export").toString();
        for (String[] words :
                new String[][] {
                    {"status"},
                    {"logs"},
                    {"logs", "--json"},
                    {"doctor"},
                    {"env"},
                    {"env", "--json"},
                    {"policy", "show"},
                    {"ledger", "key"},
                    {"ledger", "export", export, "--open-tenant", tenant}
                }) {
            Bleu.Done done = bleu.run(words);
            // The doctor has found that extents are damaged, or that names do not resolve here.
            String out = words[0].equals("doctor") ? done.out() : done.output();
            PRINTED.add(out + done.err());
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (serving != null) {
            serving.kill();
        }
    }

    @Test
    void theScenarioReachedWhatItIsAbout() throws Exception {
        assertTrue(CANARIES.count() >= MIN_CANARIES, CANARIES.count() + " canaries");
        assertTrue(wrong.refusals.size() >= MIN_REFUSALS, wrong.refusals.size() + "");
        assertTrue(log().contains("failed"), "nothing failed inside the platform: " + log());
        assertTrue(
                log().lines()
                        .map(line -> LogLine.parse(line).orElseThrow())
                        .anyMatch(line -> line.request().isPresent()),
                "nothing was logged of a request");
    }

    private static String log() throws IOException {
        return Files.readString(folder.resolve("data/log/bleu.log.0"));
    }

    @Test
    void noRefusalRepeatsASecret() {
        List<String> found =
                wrong.refusals.stream()
                        .flatMap(it -> CANARIES.in(it).stream().map(name -> name + " in " + it))
                        .toList();
        assertEquals(List.of(), found);
    }

    @Test
    void nothingThatIsPrintedHasASecret() throws Exception {
        for (String printed : PRINTED) {
            assertFalse(printed.isBlank());
            assertEquals(List.of(), CANARIES.in(printed));
        }
        assertEquals(List.of(), CANARIES.in(Files.readString(serving.out())));
        assertEquals(List.of(), CANARIES.in(Files.readString(serving.err())));
    }

    @Test
    void noLogHasASecret() throws Exception {
        assertEquals(List.of(), CANARIES.below(folder.resolve("data/log")));
    }

    @Test
    void theLedgersExportHasNoSecret() throws Exception {
        Path export = folder.resolve("export");
        assertTrue(Canaries.files(export).size() > 2);
        assertEquals(List.of(), CANARIES.below(export));
    }

    @Test
    void nothingSecretLiesInTheDataFolder() throws Exception {
        Path data = folder.resolve("data");
        Canaries visible = new Canaries();
        visible.plant("the vault's name", CanaryScenario.VAULT);
        assertFalse(visible.below(data).isEmpty(), "the search finds nothing at all");
        assertEquals(List.of(), CANARIES.below(data));
    }

    @Test
    void thePrivateFolderHasKeysInTheirOwnFilesOnly() throws Exception {
        List<String> found =
                CANARIES.below(bleu.secrets()).stream()
                        .filter(it -> !KEY_FILES.contains(it.substring(0, it.indexOf(':'))))
                        .toList();
        assertEquals(List.of(), found);
    }

    @Test
    void theProcessWasGivenNoSecret() throws Exception {
        Path process = Path.of("/proc", Long.toString(serving.process().pid()));
        String arguments =
                Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        String environment =
                Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        assertTrue(arguments.contains("fr.bleu.app.Main"));
        assertTrue(environment.contains("HOME="));
        assertEquals(List.of(), CANARIES.in(arguments + environment));
    }
}
