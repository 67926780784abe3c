package fr.bleu.trust;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's signed policy, version 1: in which places data may be. A tenant may narrow it for
 * itself and never widen it.
 */
public final class SovereigntyPolicy {

    /** The rule of the operator's policy. */
    public static final String RULE_PLACE = "bleu.place.allowed";

    /** The rule of a tenant's own narrowing. */
    public static final String RULE_NARROWED = "bleu.place.narrowed";

    private final PolicyDocument document;

    SovereigntyPolicy(PolicyDocument document) {
        this.document = document;
    }

    /** The places that the operator allows. */
    public java.util.List<Place> places() {
        return document.places();
    }

    /** The rule that forbids the place, if one does. */
    Optional<String> forbids(String place, Optional<Set<String>> narrowed) {
        String region = region(place);
        if (document.places().stream().noneMatch(it -> it.region().equals(region))) {
            return Optional.of(RULE_PLACE);
        }
        return narrowed.filter(regions -> !regions.contains(region)).map(_ -> RULE_NARROWED);
    }

    /** A region's name as Azure normalises it: lower case, without spaces. */
    static String region(String name) {
        return name.toLowerCase(Locale.ROOT).replace(" ", "");
    }
}
