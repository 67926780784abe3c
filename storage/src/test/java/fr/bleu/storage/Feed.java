package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code acct}'s change feed as its readers do: over the wire, by what it says of itself. */
final class Feed {
    private static final Pattern NAME = Pattern.compile("<Name>([^<]*)</Name>");
    private final World world;

    Feed(World world) {
        this.world = world;
    }

    /** One event. */
    record Event(Map<String, Object> fields) {
        String text(String name) {
            return (String) fields.get(name);
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> data() {
            return (Map<String, Object>) fields.get("data");
        }

        String blob() {
            return text("subject").replaceFirst(".*/blobs/", "");
        }

        /** Type, operation and blob. */
        @Override
        public String toString() {
            return text("eventType") + " " + data().get("api") + " " + blob();
        }
    }

    List<String> names(String prefix) {
        Answer answer =
                world.send("GET", "/$blobchangefeed?restype=container&comp=list&prefix=" + prefix);
        assertEquals("200", World.outcome(answer));
        Matcher names = NAME.matcher(World.text(answer));
        List<String> found = new ArrayList<>();
        while (names.find()) {
            found.add(names.group(1));
        }
        return found;
    }

    byte[] file(String name) {
        Answer answer = world.send("GET", "/$blobchangefeed/" + name);
        assertEquals("200", World.outcome(answer), name);
        return World.bytes(answer);
    }

    JsonNode json(String name) {
        return JsonMapper.shared().readTree(file(name));
    }

    /** All segments but the first, which is always there. */
    List<String> segments() {
        List<String> all = names("idx/segments/");
        assertEquals("idx/segments/1601/01/01/0000/meta.json", all.getFirst());
        assertTrue(json(all.getFirst()).get("chunkFilePaths").isEmpty());
        return all.subList(1, all.size());
    }

    List<Event> events(String segment) {
        List<Event> events = new ArrayList<>();
        for (JsonNode path : json(segment).get("chunkFilePaths")) {
            assertTrue(path.asString().startsWith("$blobchangefeed/log/00/"));
            for (String file : names(path.asString().substring("$blobchangefeed/".length()))) {
                AvroFile.read(file(file)).forEach(record -> events.add(new Event(record)));
            }
        }
        return events;
    }

    List<Event> events() {
        List<Event> events = new ArrayList<>();
        segments().forEach(segment -> events.addAll(events(segment)));
        return events;
    }

    /** Type, operation and blob of each event. */
    List<String> told() {
        return events().stream().map(Event::toString).toList();
    }
}
