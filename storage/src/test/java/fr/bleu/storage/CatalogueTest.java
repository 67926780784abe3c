package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every operation in every circumstance, over the whole platform in memory, held to a reviewed
 * table: status, error code and the headers of the answer.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes">Blob
 *     service error codes</a>
 */
class CatalogueTest {

    /** Whose values are the same in every run. */
    private static final Set<String> STABLE =
            Set.of(
                    "accept-ranges",
                    "content-length",
                    "content-range",
                    "content-type",
                    "x-ms-access-tier",
                    "x-ms-access-tier-inferred",
                    "x-ms-archive-status",
                    "x-ms-blob-append-offset",
                    "x-ms-blob-committed-block-count",
                    "x-ms-blob-content-length",
                    "x-ms-blob-sealed",
                    "x-ms-blob-sequence-number",
                    "x-ms-blob-type",
                    "x-ms-copy-status",
                    "x-ms-immutability-policy-mode",
                    "x-ms-is-current-version",
                    "x-ms-lease-state",
                    "x-ms-lease-status",
                    "x-ms-legal-hold",
                    "x-ms-request-server-encrypted",
                    "x-ms-server-encrypted");

    @Test
    void everyOperationInEveryCircumstance() {
        String found =
                CatalogueOperation.all().stream()
                        .map(CatalogueTest::table)
                        .collect(Collectors.joining("\n"));
        assertEquals("", firstDifference(Golden.read("catalogue.txt", found), found));
    }

    /** The table is too long to be printed twice. */
    private static String firstDifference(String expected, String found) {
        List<String> lines = expected.lines().toList();
        List<String> others = found.lines().toList();
        for (int i = 0; i < Math.min(lines.size(), others.size()); i++) {
            if (!lines.get(i).equals(others.get(i))) {
                return "line " + (i + 1) + "\nnot " + lines.get(i) + "\nbut " + others.get(i);
            }
        }
        return lines.size() == others.size() ? "" : others.size() + " lines, not " + lines.size();
    }

    private static String table(CatalogueOperation operation) {
        StringBuilder table = new StringBuilder(operation.name()).append('\n');
        try (World world = CataloguePlace.world()) {
            int places = 0;
            for (CatalogueCase circumstance : CatalogueCase.of(operation)) {
                String line =
                        String.format(
                                "  %-42s %s",
                                circumstance.name(),
                                outcome(
                                        circumstance,
                                        new CataloguePlace(world, operation, "con" + places++)));
                table.append(line.stripTrailing()).append('\n');
            }
        }
        return table.toString();
    }

    private static String outcome(CatalogueCase circumstance, CataloguePlace made) {
        try (CataloguePlace place = made) {
            bring(place, circumstance);
            Answer answer = place.answer();
            String code = World.header(answer, "x-ms-error-code");
            return String.format("%d %-42s %s", answer.status(), code, headers(answer));
        } catch (CataloguePlace.Unreached none) {
            return "(cannot be: " + none.getMessage() + ")";
        }
    }

    private static void bring(CataloguePlace place, CatalogueCase circumstance) {
        try {
            circumstance.before().accept(place);
            place.make();
            circumstance.after().accept(place);
        } catch (Failure refused) {
            throw new CataloguePlace.Unreached(refused.code());
        }
    }

    private static String headers(Answer answer) {
        return answer.headers().all().stream()
                .filter(header -> !isOfErrors(header, answer))
                .map(CatalogueTest::told)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Every error has a code, told by another column, and a body that tells it. */
    private static boolean isOfErrors(Headers.Header header, Answer answer) {
        String name = header.name().toLowerCase(Locale.ROOT);
        return name.equals("x-ms-error-code")
                || (answer.status() >= 400 && name.equals("content-type"));
    }

    private static String told(Headers.Header header) {
        String name = header.name().toLowerCase(Locale.ROOT);
        return STABLE.contains(name) ? name + "=" + header.value().split(";")[0] : name;
    }
}
