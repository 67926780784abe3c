package fr.bleu.app.stamp;

import fr.bleu.app.CommandFailure;
import fr.bleu.http.Domains;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.trust.Names;
import fr.bleu.trust.Stamps.Name;
import fr.bleu.trust.Stamps.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stamp, where it is and all the names that it has, for the other stamps' operators. Neither
 * secret nor signed: who brings it vouches for it.
 *
 * <p>JSON of at most {@value #MAX_BYTES} bytes: {@code {"format": 1, "stamp": NAME, "base": DOMAIN,
 * "web": DOMAIN, "port": N, "names": {KIND: [NAME, …], …}}}.
 */
public record StampFile(Stamp stamp, Set<Name> names) {

    private static final int FORMAT = 1;

    /** Some 400,000 names; a stamp that has more is to be two. */
    private static final int MAX_BYTES = 16 << 20;

    private static final Set<String> FIELDS =
            Set.of("format", "stamp", "base", "web", "port", "names");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public StampFile {
        names = Set.copyOf(names);
    }

    /**
     * Writes it.
     *
     * @param file must not be there, in a folder of 0700
     * @throws CommandFailure when it would be larger than what is read again
     */
    public void write(Path file) throws IOException {
        Map<String, Set<String>> byKind = new TreeMap<>();
        names.forEach(it -> byKind.computeIfAbsent(it.kind(), _ -> new TreeSet<>()).add(it.name()));
        byte[] json =
                JSON.writeValueAsBytes(
                        Map.of(
                                "format", FORMAT,
                                "stamp", stamp.name(),
                                "base", stamp.base(),
                                "web", stamp.web(),
                                "port", stamp.port(),
                                "names", byKind));
        if (json.length > MAX_BYTES) {
            throw new CommandFailure("these are too many names for a file: " + names.size());
        }
        PrivateFiles.create(file, json);
    }

    /**
     * Reads and checks every field.
     *
     * @throws CommandFailure with one line that says what is wrong
     */
    public static StampFile read(Path file) {
        try {
            return parsed(JSON.readTree(PrivateFiles.read(file, MAX_BYTES)));
        } catch (JacksonException e) {
            throw new CommandFailure(file + " is not JSON");
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    file + " is not a stamp's file of this version: " + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + file + ": " + CommandFailure.reason(e));
        }
    }

    private static StampFile parsed(JsonNode json) {
        boolean whole = json.isObject() && FIELDS.equals(Set.copyOf(json.propertyNames()));
        if (!whole || !json.path("port").isInt() || json.path("format").asInt(0) != FORMAT) {
            throw new IllegalArgumentException("its fields or its format");
        }
        Domains domains =
                new Domains(
                        text(json.path("base")), text(json.path("web")), json.path("port").asInt());
        Stamp stamp =
                new Stamp(text(json.path("stamp")), domains.base(), domains.web(), domains.port());
        return new StampFile(stamp, names(json.path("names")));
    }

    private static Set<Name> names(JsonNode kinds) {
        if (!kinds.isObject()) {
            throw new IllegalArgumentException("names are an object, with a list for each kind");
        }
        Set<Name> names = new HashSet<>();
        for (Map.Entry<String, JsonNode> kind : kinds.properties()) {
            if (!kind.getValue().isArray()) {
                throw new IllegalArgumentException("names of a kind are a list");
            }
            for (JsonNode name : kind.getValue()) {
                names.add(name(kind.getKey(), text(name).toLowerCase(Locale.ROOT)));
            }
        }
        return names;
    }

    private static Name name(String kind, String name) {
        boolean isId = kind.equals(Names.TENANT) || kind.equals(Names.SUBSCRIPTION);
        if (isId && !UUID.fromString(name).toString().equals(name)) {
            throw new IllegalArgumentException("not an id: " + name);
        }
        return new Name(kind, name);
    }

    private static String text(JsonNode node) {
        if (!node.isString()) {
            throw new IllegalArgumentException("a name or domain is no text");
        }
        return node.asString();
    }
}
