package fr.bleu.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one table of first path segments that {@code https://localhost:port} keeps for itself. Every
 * other first segment is a storage account, so that none of these may be an account's name.
 */
public final class ReservedSegments {
    private static final Pattern GUID =
            Pattern.compile(
                    "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private static final Map<String, Site> TABLE =
            Map.ofEntries(
                    Map.entry("subscriptions", Site.MANAGEMENT),
                    Map.entry("tenants", Site.MANAGEMENT),
                    Map.entry("providers", Site.MANAGEMENT),
                    Map.entry("metadata", Site.MANAGEMENT),
                    Map.entry("locations", Site.MANAGEMENT),
                    Map.entry("batch", Site.MANAGEMENT),
                    Map.entry("operations", Site.MANAGEMENT),
                    Map.entry("resources", Site.MANAGEMENT),
                    Map.entry("management", Site.MANAGEMENT),
                    Map.entry("health", Site.MANAGEMENT),
                    Map.entry("v1.0", Site.GRAPH),
                    Map.entry("beta", Site.GRAPH),
                    Map.entry("graph", Site.GRAPH),
                    Map.entry("adfs", Site.LOGIN),
                    Map.entry("common", Site.LOGIN),
                    Map.entry("organizations", Site.LOGIN),
                    Map.entry("consumers", Site.LOGIN),
                    Map.entry("oauth2", Site.LOGIN),
                    Map.entry("discovery", Site.LOGIN),
                    Map.entry(".well-known", Site.LOGIN),
                    Map.entry("login", Site.LOGIN),
                    Map.entry("kmsi", Site.LOGIN),
                    Map.entry("devicecode", Site.LOGIN),
                    Map.entry("devicelogin", Site.LOGIN),
                    Map.entry("portal", Site.LOGIN));

    private ReservedSegments() {}

    /**
     * The site that a first path segment belongs to, whatever its case; empty if the segment may
     * name a storage account. A GUID or a domain (anything with a dot) is a tenant at LOGIN.
     *
     * @param segment decoded, without slashes
     */
    public static Optional<Site> site(String segment) {
        Site site = TABLE.get(segment.toLowerCase(Locale.ROOT));
        if (site != null) {
            return Optional.of(site);
        }
        if (GUID.matcher(segment).matches() || segment.indexOf('.') >= 0) {
            return Optional.of(Site.LOGIN);
        }
        return Optional.empty();
    }

    /** Whether a storage account must not have this name. */
    public static boolean isReserved(String accountName) {
        return site(accountName).isPresent();
    }
}
