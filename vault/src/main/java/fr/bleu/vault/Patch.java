package fr.bleu.vault;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a client changes of a version; what is empty stays.
 *
 * @param attributes makes the new ones of the old; may refuse the result
 */
public record Patch(
        Optional<String> contentType,
        UnaryOperator<Attributes> attributes,
        Optional<Map<String, String>> tags) {

    /** The version with these changes. */
    Version apply(Version old, long updated) {
        return new Version(
                old.secret(),
                old.id(),
                old.value(),
                contentType.or(old::contentType),
                attributes.apply(old.attributes()),
                tags.orElse(old.tags()),
                old.created(),
                updated);
    }
}
