package fr.bleu.identity;

import fr.bleu.http.Domains;
import fr.bleu.http.Site;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What services are called. A token always carries the one canonical name of its audience; on
 * request many names mean the same service, among them those that clients have built in. Such a
 * name is an alias of ours only: no token of anybody else is ever accepted for it.
 *
 * <p>{@code https://localhost:port} serves several apis and means the Resource Manager; Graph's
 * name there is {@code https://localhost:port/graph}.
 */
public final class Audiences {
    private final Map<Audience, String> canonical;
    private final Map<String, Audience> aliases = new HashMap<>();
    private final String blobSuffix;
    private final String vaultSuffix;

    public Audiences(Domains domains) {
        canonical =
                Map.of(
                        Audience.MANAGEMENT, domains.url(Site.MANAGEMENT),
                        Audience.GRAPH, domains.url(Site.GRAPH),
                        Audience.STORAGE, "https://" + domains.storageSuffix(),
                        Audience.VAULT, domains.url(Site.VAULT));
        canonical.forEach((audience, url) -> aliases.put(url, audience));
        aliases.put(domains.localUrl(), Audience.MANAGEMENT);
        aliases.put(domains.localUrl() + "/graph", Audience.GRAPH);
        aliases.put(domains.url(Site.BLOB), Audience.STORAGE);
        // Built into clients: arm-storage for JS, every storage client, Graph's, Key Vault's.
        aliases.put("https://management.azure.com", Audience.MANAGEMENT);
        aliases.put("https://management.core.windows.net", Audience.MANAGEMENT);
        aliases.put("https://graph.microsoft.com", Audience.GRAPH);
        aliases.put("https://storage.azure.com", Audience.STORAGE);
        aliases.put("https://vault.azure.net", Audience.VAULT);
        blobSuffix = ".blob." + domains.storageSuffix();
        vaultSuffix = "." + domains.vaultSuffix();
    }

    /** The name that tokens for the service carry. */
    public String canonical(Audience audience) {
        return canonical.get(audience);
    }

    /** The service that a resource's name means; trailing slashes and case do not count. */
    public Optional<Audience> named(String resource) {
        String name = resource.toLowerCase(Locale.ROOT);
        while (name.endsWith("/")) {
            name = name.substring(0, name.length() - 1);
        }
        Audience alias = aliases.get(name);
        if (alias != null) {
            return Optional.of(alias);
        }
        if (isOneLabelBelow(name, blobSuffix)) {
            return Optional.of(Audience.STORAGE);
        }
        return isOneLabelBelow(name, vaultSuffix) ? Optional.of(Audience.VAULT) : Optional.empty();
    }

    private static boolean isOneLabelBelow(String name, String suffix) {
        if (!name.startsWith("https://") || !name.endsWith(suffix)) {
            return false;
        }
        String label = name.substring("https://".length(), name.length() - suffix.length());
        return label.matches("[a-z0-9-]{1,63}");
    }
}
