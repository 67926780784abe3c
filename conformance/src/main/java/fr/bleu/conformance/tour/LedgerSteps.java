package fr.bleu.conformance.tour;

import fr.bleu.conformance.Cloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The auditor's steps: export, verify offline, verify a receipt, see tampering fail. */
final class LedgerSteps {

    /** Which entry's bytes are altered; the tour has made far more. */
    private static final int ALTERED = 7;

    private final Cloud cloud;
    private final Supplier<String> receipt;
    private String key = "";

    LedgerSteps(Cloud cloud, Supplier<String> receipt) {
        this.cloud = cloud;
        this.receipt = receipt;
    }

    List<Step> steps() {
        return List.of(
                new Step(
                        "export the ledger and verify it offline",
                        "every entry is in one signed tree; the key is given, not taken from the"
                                + " export",
                        this::export),
                new Step(
                        "verify the receipt of one upload",
                        "the holder of a receipt needs nobody's word",
                        this::receipt),
                new Step(
                        "alter one byte and verify again",
                        "tampering is found, and where",
                        this::tamper));
    }

    private Path folder() {
        return cloud.folder().resolve("export");
    }

    private String export() throws Exception {
        key = cloud.bleu("ledger", "key", "--data", cloud.data().toString()).strip();
        cloud.bleu("ledger", "export", folder().toString(), "--data", cloud.data().toString());
        return lastLine(cloud.bleu("ledger", "verify", folder().toString(), "--key", key));
    }

    private String receipt() throws Exception {
        Path file = cloud.folder().resolve("receipt");
        Files.writeString(file, receipt.get());
        return lastLine(
                cloud.bleu(
                        "ledger",
                        "verify",
                        folder().toString(),
                        "--key",
                        key,
                        "--receipt",
                        file.toString()));
    }

    private String tamper() throws Exception {
        Path bundle = firstEntryBundle();
        byte[] bytes = Files.readAllBytes(bundle);
        int entry = bytes.length > ALTERED * 59 ? ALTERED : 0;
        // An entry in a bundle: two bytes of length, 57 of leaf.
        bytes[entry * 59 + 30] ^= 1;
        Files.write(bundle, bytes);
        Cloud.Result result = cloud.tryBleu("ledger", "verify", folder().toString(), "--key", key);
        Expect.that(result.exit() != 0, "an altered export verified");
        Expect.contains(result.output(), "entry " + entry);
        return lastLine(result.output());
    }

    private Path firstEntryBundle() throws IOException {
        try (Stream<Path> files = Files.walk(folder().resolve("tile/entries"))) {
            return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
    }

    private static String lastLine(String output) {
        return output.strip().lines().reduce("", (before, line) -> line);
    }
}
