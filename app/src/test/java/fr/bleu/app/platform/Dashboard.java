package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the alerts ask for what there is, and all that we count is looked at. */
final class Dashboard {

    private static final Path DOCS =
            Path.of(System.getProperty("bleu.home", "..")).resolve("docs/operations");
    private static final Pattern METRIC = Pattern.compile("\\b(?:bleu|jvm|process)_[a-z0-9_]+");

    private Dashboard() {}

    /**
     * Compares.
     *
     * @param metrics a scrape
     */
    static void check(String metrics) throws Exception {
        Set<String> there = there(metrics);
        Set<String> asked = new TreeSet<>();
        for (String expression : expressions()) {
            asked.addAll(metrics(expression));
        }
        asked.addAll(metrics(Files.readString(DOCS.resolve("alerts.yml"))));
        assertTrue(asked.size() > 20, asked.toString());
        Set<String> missing = new TreeSet<>(asked);
        missing.removeAll(there);
        assertEquals(Set.of(), missing);
        assertEquals(Set.of(), unseen(there, asked));
    }

    private static Set<String> there(String metrics) {
        Set<String> there = new TreeSet<>();
        metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> there.add(line.split("[{ ]")[0]));
        return there;
    }

    /** Our own metrics that neither asks for. */
    private static Set<String> unseen(Set<String> there, Set<String> asked) {
        Set<String> unseen = new TreeSet<>();
        for (String metric : there) {
            String family = metric.replaceFirst("_(bucket|sum|count)$", "");
            if (metric.startsWith("bleu_")
                    && asked.stream().noneMatch(it -> it.startsWith(family))) {
                unseen.add(metric);
            }
        }
        return unseen;
    }

    private static List<String> expressions() throws Exception {
        JsonNode dashboard =
                JsonMapper.builder()
                        .build()
                        .readTree(Files.readString(DOCS.resolve("grafana-dashboard.json")));
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : dashboard.required("panels")) {
            for (JsonNode target : panel.required("targets")) {
                expressions.add(target.required("expr").asString());
            }
        }
        for (JsonNode variable : dashboard.required("templating").required("list")) {
            expressions.add(variable.required("query").asString());
        }
        return expressions;
    }

    private static Set<String> metrics(String text) {
        Set<String> metrics = new TreeSet<>();
        for (Matcher metric = METRIC.matcher(text); metric.find(); ) {
            metrics.add(metric.group());
        }
        return metrics;
    }
}
