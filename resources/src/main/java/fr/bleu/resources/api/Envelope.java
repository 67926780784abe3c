package fr.bleu.resources.api;

import fr.bleu.http.Failure;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What every tracked resource's body has: location and tags, with ARM's rules. */
final class Envelope {

    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG_NAME_CHARS = 512;
    private static final int MAX_TAG_VALUE_CHARS = 256;
    private static final int MAX_LOCATION_CHARS = 64;
    private static final String RESERVED = "<>%&\\?/";

    private Envelope() {}

    /**
     * The location, normalised: {@code France Central} is {@code francecentral}.
     *
     * @throws Failure 400 {@code InvalidRequestContent} when it is no such text
     */
    static Optional<String> location(ObjectNode body) {
        JsonNode location = body.get("location");
        if (location == null || location.isNull()) {
            return Optional.empty();
        }
        if (!location.isString() || location.asString().length() > MAX_LOCATION_CHARS) {
            throw invalid("The location must be a string of at most 64 characters.");
        }
        String text = location.asString().toLowerCase(Locale.ROOT).replace(" ", "");
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** ARM's answer when there is no location and must be one. */
    static Failure locationRequired() {
        return new Failure(
                400, "LocationRequired", "The location property is required for this definition.");
    }

    /**
     * The tags, if the body has any; {@code null} clears them.
     *
     * @throws Failure 400 when there are too many, or a name or value breaks the rules
     */
    static Optional<Map<String, String>> tags(ObjectNode body) {
        JsonNode tags = body.get("tags");
        if (tags == null) {
            return Optional.empty();
        }
        if (tags.isNull()) {
            return Optional.of(Map.of());
        }
        if (!tags.isObject()) {
            throw invalid("The tags must be an object of strings.");
        }
        if (tags.size() > MAX_TAGS) {
            throw new Failure(
                    400,
                    "TooManyTags",
                    "The number of tags exceeds the maximum of " + MAX_TAGS + ".");
        }
        Map<String, String> checked = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, JsonNode> tag : tags.properties()) {
            checkName(tag.getKey());
            if (!names.add(tag.getKey().toLowerCase(Locale.ROOT))) {
                throw invalid("A tag's name stands twice; case does not count.");
            }
            checked.put(tag.getKey(), value(tag.getValue()));
        }
        return Optional.of(checked);
    }

    /**
     * Refuses members that nothing would carry out; null asks for nothing.
     *
     * @throws Failure 400 {@code InvalidRequestContent}
     */
    static void refuseOthers(ObjectNode body, Set<String> known) {
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!known.contains(member.getKey()) && !member.getValue().isNull()) {
                throw invalid(
                        "The request content was invalid: could not find member '"
                                + member.getKey()
                                + "' on the object.");
            }
        }
    }

    private static void checkName(String name) {
        if (name.isBlank() || name.length() > MAX_TAG_NAME_CHARS) {
            throw new Failure(
                    400, "InvalidTagName", "A tag's name has 1 to 512 characters, not all blank.");
        }
        if (name.chars().anyMatch(c -> RESERVED.indexOf(c) >= 0 || Character.isISOControl(c))) {
            throw new Failure(
                    400,
                    "InvalidTagNameCharacters",
                    "A tag's name has reserved characters '<,>,%,&,\\,?,/' or control"
                            + " characters.");
        }
    }

    private static String value(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        if (!value.isString() || value.asString().length() > MAX_TAG_VALUE_CHARS) {
            throw new Failure(
                    400, "InvalidTagValue", "A tag's value is a string of at most 256 characters.");
        }
        return value.asString();
    }

    private static Failure invalid(String message) {
        return new Failure(400, "InvalidRequestContent", message);
    }
}
