package fr.bleu.trust;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The node that this process is: it names itself in every entry, and where it stands bears on where
 * it may place data.
 *
 * @param name up to 40 of a-z, 0-9 and dashes, of the operator's choice; it names a machine, never
 *     a person
 * @param site the site's name, likewise
 * @param country the site's country, ISO 3166-1 alpha-2
 * @param entity the legal entity that operates the site, at most 100 characters
 */
public record Node(String name, String site, String country, String entity) {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,39}";
    private static final String TEXT = "[^\\p{Cntrl}\\p{Cs}]{1,100}";
    private static final List<String> COUNTRIES = Arrays.asList(Locale.getISOCountries());

    public Node {
        require(name.matches(NAME), "node: up to 40 of a-z, 0-9 and -");
        require(site.matches(NAME), "site: up to 40 of a-z, 0-9 and -");
        require(COUNTRIES.contains(country), "country: two letters of ISO 3166, such as FR");
        require(entity.matches(TEXT), "entity: a name of up to 100 characters");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** A machine by itself, in a place. */
    public static Node alone(Place place) {
        return new Node("node1", "site1", place.country(), place.entity());
    }

    /** Whether it stands in the country and is run by the entity that the place has. */
    boolean standsIn(Place place) {
        return country.equals(place.country()) && entity.equals(place.entity());
    }
}
