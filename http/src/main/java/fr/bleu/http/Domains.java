package fr.bleu.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names that the platform answers to, all derived from one base domain X: {@code login.X},
 * {@code management.X}, {@code graph.X}, {@code {account}.blob.core.X}, {@code {vault}.vault.X}.
 *
 * @param base X, in lower case, such as {@code bleu.localhost}
 * @param port where the platform listens; told in every URL unless it is 443
 */
public record Domains(String base, int port) {
    private static final Pattern NAME =
            Pattern.compile(
                    "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final int MAX_BASE_LENGTH = 180;

    /** X where nothing else is configured: names below {@code localhost} need no DNS. */
    public static final String DEFAULT_BASE = "bleu.localhost";

    public Domains {
        base = base.toLowerCase(Locale.ROOT);
        if (base.length() > MAX_BASE_LENGTH || !NAME.matcher(base).matches()) {
            throw new IllegalArgumentException("not a domain name: " + base);
        }
        if (base.equals("localhost") || base.matches("[0-9.]+")) {
            throw new IllegalArgumentException("the base domain must not be " + base);
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /** The default domain at this port. */
    public static Domains at(int port) {
        return new Domains(DEFAULT_BASE, port);
    }

    /** The host of a site; for BLOB and VAULT the domain that accounts and vaults stand below. */
    public String host(Site site) {
        return switch (site) {
            case LOGIN -> "login." + base;
            case MANAGEMENT -> "management." + base;
            case GRAPH -> "graph." + base;
            case BLOB -> "blob.core." + base;
            case VAULT -> "vault." + base;
        };
    }

    /**
     * {@code https://login.X:port}, without a trailing slash, and without the port if it is 443.
     */
    public String url(Site site) {
        return "https://" + host(site) + portSuffix();
    }

    /** {@code core.X:port}, as clients want their storage endpoint suffix. */
    public String storageSuffix() {
        return "core." + base + portSuffix();
    }

    /** {@code account.blob.core.X}. */
    public String blobHost(String account) {
        return account + "." + host(Site.BLOB);
    }

    /** {@code https://account.blob.core.X:port}, without a trailing slash. */
    public String blobUrl(String account) {
        return "https://" + blobHost(account) + portSuffix();
    }

    /** {@code vault.X:port}; some clients want a leading dot before it. */
    public String vaultSuffix() {
        return host(Site.VAULT) + portSuffix();
    }

    /** {@code name.vault.X}. */
    public String vaultHost(String name) {
        return name + "." + host(Site.VAULT);
    }

    /** {@code https://name.vault.X:port}, without a trailing slash. */
    public String vaultUrl(String name) {
        return "https://" + vaultHost(name) + portSuffix();
    }

    /** {@code https://localhost:port}, which serves every site but Key Vault. */
    public String localUrl() {
        return "https://localhost" + portSuffix();
    }

    /** The server certificate's DNS names. A wildcard stands for exactly one label. */
    public List<String> certificateNames() {
        return List.of(
                "*.blob.core." + base,
                "*.queue.core." + base,
                "*.table.core." + base,
                "*.file.core." + base,
                "*.dfs.core." + base,
                "*.vault." + base,
                "*." + base,
                base,
                "localhost");
    }

    /** The server certificate's IP addresses, and the only ones its issuer may certify. */
    public List<String> certificateAddresses() {
        return List.of("127.0.0.1", "::1");
    }

    /** The DNS subtrees that the platform's issuing CA is confined to. */
    public List<String> permittedSubtrees() {
        return List.of(base, "localhost");
    }

    private String portSuffix() {
        return port == 443 ? "" : ":" + port;
    }
}
