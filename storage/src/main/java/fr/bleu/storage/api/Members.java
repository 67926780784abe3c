package fr.bleu.storage.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a body's object, taken one by one; what is left at the {@link #end} is refused by
 * name, so that nothing is ignored. Null, and lists and objects of nothing, ask for nothing.
 */
final class Members {
    private static final int SHOWN_CHARS = 100;

    private final ObjectNode object;
    private final String prefix;
    private final Set<String> taken = new HashSet<>();

    private Members(ObjectNode object, String prefix) {
        this.object = object;
        this.prefix = prefix;
    }

    /** Of a whole body. */
    static Members of(ObjectNode body) {
        return new Members(body, "");
    }

    /** An object within; an empty one if there is none. */
    Members group(String name) {
        JsonNode member = take(name);
        if (isUnset(member)) {
            return new Members(Json.object(), prefix + name + ".");
        }
        if (member instanceof ObjectNode inner) {
            return new Members(inner, prefix + name + ".");
        }
        throw invalid(name);
    }

    /** Whether a member is there, be it an empty list. */
    boolean has(String name) {
        return object.hasNonNull(name);
    }

    Optional<Boolean> flag(String name) {
        JsonNode member = take(name);
        if (isUnset(member)) {
            return Optional.empty();
        }
        if (!member.isBoolean()) {
            throw invalid(name);
        }
        return Optional.of(member.booleanValue());
    }

    /** A whole number of at most 32 bits; SDKs may write it with a fraction of nothing. */
    Optional<Integer> number(String name) {
        JsonNode member = take(name);
        return isUnset(member) ? Optional.empty() : Optional.of(whole(name, member));
    }

    private int whole(String name, JsonNode member) {
        try {
            double number = member.isNumber() ? member.doubleValue() : Double.NaN;
            if (number == (int) number) {
                return (int) number;
            }
        } catch (JacksonException e) {
            // Beyond a double: refused below, with the others.
        }
        throw invalid(name);
    }

    Optional<String> text(String name) {
        JsonNode member = take(name);
        if (isUnset(member)) {
            return Optional.empty();
        }
        if (!member.isString()) {
            throw invalid(name);
        }
        return Optional.of(member.asString());
    }

    /** A text that must be there. */
    String required(String name) {
        return text(name).orElseThrow(() -> refused(name, "is required"));
    }

    /** A list of texts; an empty one if there is none. */
    List<String> texts(String name, int max) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : items(name, max)) {
            if (!item.isString()) {
                throw invalid(name);
            }
            texts.add(item.asString());
        }
        return texts;
    }

    /** A list of objects; an empty one if there is none. */
    List<Members> groups(String name, int max) {
        List<Members> groups = new ArrayList<>();
        for (JsonNode item : items(name, max)) {
            String which = name + "[" + groups.size() + "]";
            if (!(item instanceof ObjectNode inner)) {
                throw invalid(which);
            }
            groups.add(new Members(inner, prefix + which + "."));
        }
        return groups;
    }

    /** All members, which must be texts. */
    Map<String, String> all() {
        Map<String, String> all = new java.util.LinkedHashMap<>();
        object.properties().forEach(it -> all.put(it.getKey(), text(it.getKey()).orElse("")));
        return all;
    }

    /** Members that answers carry and clients send back: without effect, as in Azure. */
    Members readOnly(String... names) {
        taken.addAll(List.of(names));
        return this;
    }

    /** A member that may say only what is done anyway. */
    Members only(String name, String value) {
        JsonNode member = take(name);
        if (!isUnset(member) && !(member.isValueNode() && member.asString("").equals(value))) {
            throw unsupported(name);
        }
        return this;
    }

    /** Refuses what was not taken. */
    void end() {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!taken.contains(member.getKey()) && !isUnset(member.getValue())) {
                throw unsupported(member.getKey());
            }
        }
    }

    /** The same where even an object of nothing is an order. */
    void endStrictly() {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!taken.contains(member.getKey()) && !member.getValue().isNull()) {
                throw unsupported(member.getKey());
            }
        }
    }

    /** The refusal of a member's value; it is never repeated. */
    Failure invalid(String name) {
        return invalidAt(path(name));
    }

    /** The refusal of a member, and why. */
    Failure refused(String name, String why) {
        return failure("The property '" + path(name) + "' " + why + ".");
    }

    /** The same for a member that was read and does not go with others. */
    static Failure invalidAt(String path) {
        return failure("The value of the property '" + path + "' is invalid.");
    }

    private Failure unsupported(String name) {
        return refused(name, "with that value is not supported by this platform");
    }

    /** Where a member is, as refusals tell it. */
    String path(String name) {
        return prefix + shown(name);
    }

    /** As much of a client's text as a refusal repeats. */
    static String shown(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS);
    }

    private static Failure failure(String message) {
        return new Failure(400, "InvalidRequestPropertyValue", message);
    }

    private Iterable<JsonNode> items(String name, int max) {
        JsonNode member = take(name);
        if (isUnset(member)) {
            return List.of();
        }
        if (!member.isArray()) {
            throw invalid(name);
        }
        if (member.size() > max) {
            throw refused(name, "has at most " + max + " items");
        }
        return member;
    }

    private JsonNode take(String name) {
        taken.add(name);
        return object.path(name);
    }

    private static boolean isUnset(JsonNode value) {
        return value.isMissingNode() || value.isNull() || (value.isContainer() && value.isEmpty());
    }
}
