package fr.bleu.app;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of the log: one JSON object.
 *
 * @param level as java.util.logging names it: INFO, WARNING, SEVERE
 * @param logger the class that tells it
 * @param request the id of the request that was worked on, as its answer told it
 * @param thrown the stack trace
 */
public record LogLine(
        Instant time,
        String level,
        String logger,
        String message,
        Optional<String> request,
        Optional<String> thrown) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The level of what the operator must look at. */
    public static final String ERROR = "SEVERE";

    /** As it stands in the file, its end included; whatever is in a message, it is one line. */
    public String json() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("time", time.toString());
        fields.put("level", level);
        fields.put("logger", logger);
        fields.put("message", message);
        request.ifPresent(id -> fields.put("request", id));
        thrown.ifPresent(trace -> fields.put("thrown", trace));
        return JSON.writeValueAsString(fields) + "\n";
    }

    /** Reads a line; empty if it is none, such as one of an earlier version. */
    public static Optional<LogLine> parse(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            return Optional.of(
                    new LogLine(
                            Instant.parse(json.path("time").asString("")),
                            json.path("level").asString(""),
                            json.path("logger").asString(""),
                            json.path("message").asString(""),
                            json.path("request").asStringOpt(),
                            json.path("thrown").asStringOpt()));
        } catch (JacksonException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** For a reader. */
    public String text() {
        return time
                + " "
                + level
                + " "
                + logger
                + request.map(id -> " [" + id + "]").orElse("")
                + "  "
                + message
                + thrown.map(trace -> "\n" + trace.stripTrailing()).orElse("");
    }
}
