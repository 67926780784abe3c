package fr.bleu.conformance.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of operations in docs/blob.md is what the tests say that they prove. A build in which
 * one of them fails is red, so that no row outlives its proof. With {@code -Dbleu.golden=write} the
 * table is written, for a human to read in the diff.
 */
class OperationsTest {

    private static final String BEGIN = "<!-- made by OperationsTest: begin -->\n";
    private static final String END = "<!-- made by OperationsTest: end -->\n";
    private static final Path HOME = Path.of(System.getProperty("bleu.home", ".."));

    @Test
    void theDocumentedTableIsWhatTheTestsProve() throws Exception {
        Path page = HOME.resolve("docs/blob.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        String table = table(proofs());
        if ("write".equals(System.getProperty("bleu.golden"))) {
            Files.writeString(page, text.substring(0, begin) + table + text.substring(end));
            return;
        }
        assertEquals(table, text.substring(begin, end));
    }

    /** A route that no operation names would be missing in the table. */
    @Test
    void everyRouteIsAnOperations() throws Exception {
        Set<String> named = new TreeSet<>();
        for (BlobOperation operation : BlobOperation.values()) {
            named.addAll(operation.routes());
        }
        assertEquals(String.join("\n", routes()), String.join("\n", named));
    }

    /** A class that does not exist tests nothing. */
    @Test
    void everyOperationHasItsTestInTheModule() throws Exception {
        Set<String> classes = moduleTests();
        List<BlobOperation> untested =
                Arrays.stream(BlobOperation.values())
                        .filter(operation -> !classes.contains(operation.moduleTest()))
                        .toList();
        assertEquals(List.of(), untested);
    }

    private static String table(Map<Client, Set<BlobOperation>> proofs) {
        StringBuilder table = new StringBuilder("| Operation | Module test | Clients |\n");
        table.append("|---|---|---|\n");
        for (BlobOperation operation : BlobOperation.values()) {
            String clients =
                    proofs.entrySet().stream()
                            .filter(proof -> proof.getValue().contains(operation))
                            .map(proof -> proof.getKey().title())
                            .collect(Collectors.joining(", "));
            table.append(
                    "| %s | %s | %s |\n"
                            .formatted(operation.title(), operation.moduleTest(), clients));
        }
        return table.toString();
    }

    private static Map<Client, Set<BlobOperation>> proofs() throws Exception {
        Map<Client, Set<BlobOperation>> proofs = new EnumMap<>(Client.class);
        for (String name : classes("conformance/src/test/java/fr/bleu/conformance")) {
            Proves proves =
                    Class.forName("fr.bleu.conformance." + name).getAnnotation(Proves.class);
            if (proves != null) {
                proofs.computeIfAbsent(proves.client(), c -> EnumSet.noneOf(BlobOperation.class))
                        .addAll(List.of(proves.operations()));
            }
        }
        return proofs;
    }

    private static Set<String> moduleTests() throws IOException {
        Set<String> names = classes("storage/src/test/java/fr/bleu/storage");
        names.addAll(classes("storage/src/test/java/fr/bleu/storage/api"));
        return names;
    }

    /** The test classes of a folder by their simple names. */
    private static Set<String> classes(String folder) throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith("Test.java"))
                    .map(file -> file.replace(".java", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /**
     * The Blob service's routes, from the lists that the product's tests hold fast, without what is
     * another's: HEAD beside GET, and the root container's blobs without its name.
     */
    private static Set<String> routes() throws IOException {
        Path lists = HOME.resolve("app/src/test/resources");
        try (Stream<String> asked = Files.lines(lists.resolve("asked-actions.txt"));
                Stream<String> open = Files.lines(lists.resolve("open-routes.txt"))) {
            return Stream.concat(asked, open)
                    .filter(line -> line.startsWith("BLOB "))
                    .map(line -> line.substring("BLOB ".length(), line.indexOf(" : ")))
                    .filter(route -> !route.contains(" /{blob}"))
                    .filter(route -> !route.startsWith("HEAD ") || isBlobProperties(route))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isBlobProperties(String route) {
        return route.equals("HEAD /{container}/{blob...}");
    }
}
