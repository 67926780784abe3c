package fr.bleu.storage.api;

import fr.bleu.http.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An object of a template, read member by member: what nobody has asked for is refused by name in
 * the end. Members that are null are not there.
 */
final class StrictJson {
    private static final String CODE = "InvalidRequestPropertyValue";
    private static final int SHOWN_CHARS = 100;

    private final String path;
    private final JsonNode node;
    private final Set<String> known = new HashSet<>();

    private StrictJson(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    /** The outermost object. */
    static StrictJson of(JsonNode node) {
        return new StrictJson("", node);
    }

    private String path(String member) {
        return path.isEmpty() ? member : path + "." + member;
    }

    /** A member that is read-only, or told elsewhere: without effect, as in Azure. */
    void ignore(String member) {
        known.add(member);
    }

    Optional<JsonNode> find(String member) {
        known.add(member);
        JsonNode value = node.path(member);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private JsonNode need(String member) {
        return find(member).orElseThrow(() -> invalid(path(member), "is required"));
    }

    Optional<StrictJson> findObject(String member) {
        return find(member).map(value -> object(path(member), value));
    }

    StrictJson object(String member) {
        return object(path(member), need(member));
    }

    private static StrictJson object(String path, JsonNode value) {
        if (!value.isObject()) {
            throw invalid(path, "must be an object");
        }
        return new StrictJson(path, value);
    }

    String text(String member) {
        JsonNode value = need(member);
        if (!value.isString()) {
            throw invalid(path(member), "must be a string");
        }
        return value.asString();
    }

    boolean flag(String member, boolean otherwise) {
        Optional<JsonNode> value = find(member);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw invalid(path(member), "must be true or false");
        }
        return value.map(JsonNode::booleanValue).orElse(otherwise);
    }

    /** A whole number; SDKs write it with a fraction of nothing. */
    Optional<Integer> number(String member, int max) {
        return find(member).map(value -> number(path(member), value, max));
    }

    private static int number(String path, JsonNode value, int max) {
        try {
            double number = value.isNumber() ? value.doubleValue() : -1;
            if (number >= 0 && number <= max && number == Math.rint(number)) {
                return (int) number;
            }
        } catch (JacksonException e) {
            // Refused below, with the others.
        }
        throw invalid(path, "must be a whole number from 0 to " + max);
    }

    /** Strings; none when there is no such member. */
    List<String> texts(String member, int max) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : array(member, max)) {
            if (!value.isString()) {
                throw invalid(path(member), "must be a list of strings");
            }
            texts.add(value.asString());
        }
        return texts;
    }

    /** Objects; none when there is no such member. */
    List<StrictJson> objects(String member, int max) {
        List<StrictJson> objects = new ArrayList<>();
        for (JsonNode value : array(member, max)) {
            objects.add(object(path(member) + "[" + objects.size() + "]", value));
        }
        return objects;
    }

    private Iterable<JsonNode> array(String member, int max) {
        Optional<JsonNode> value = find(member);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray()) {
            throw invalid(path(member), "must be a list");
        }
        if (value.get().size() > max) {
            throw invalid(path(member), "has at most " + max + " items");
        }
        return value.get();
    }

    /** Refuses members that were not asked for. */
    void end() {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!known.contains(member.getKey()) && !member.getValue().isNull()) {
                throw invalid(path(shown(member.getKey())), "is not supported");
            }
        }
    }

    /** The refusal of a member. */
    Failure refused(String member, String why) {
        return invalid(path(member), why);
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS);
    }

    private static Failure invalid(String path, String why) {
        return new Failure(400, CODE, "The property '" + path + "' " + why + ".");
    }
}
