package fr.bleu.resources.api;

import fr.bleu.http.Json;
import fr.bleu.trust.Place;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Regions as {@code GET …/locations} shows them. */
final class Regions {

    private static final Map<String, String> NAMES =
            Map.of("francecentral", "France Central", "francesouth", "France South");

    private Regions() {}

    static String displayName(String region) {
        return NAMES.getOrDefault(region, region);
    }

    static ObjectNode shown(String subscriptionPath, Place place) {
        String country = Locale.of("", place.country()).getDisplayCountry(Locale.ENGLISH);
        String name = displayName(place.region());
        ObjectNode location =
                Json.object()
                        .put("id", subscriptionPath + "/locations/" + place.region())
                        .put("name", place.region())
                        .put("type", "Region")
                        .put("displayName", name)
                        .put("regionalDisplayName", "(" + country + ") " + name);
        location.set(
                "metadata",
                Json.object()
                        .put("regionType", "Physical")
                        .put("regionCategory", "Recommended")
                        .put("geography", country)
                        .put("physicalLocation", country));
        return location;
    }
}
