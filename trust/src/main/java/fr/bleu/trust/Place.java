package fr.bleu.trust;

/**
 * Where data may be placed.
 *
 * @param region the region's name, such as {@code francecentral}
 * @param country the site's country, ISO 3166-1 alpha-2
 * @param entity the legal entity that operates the site
 */
public record Place(String region, String country, String entity) {}
