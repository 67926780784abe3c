package fr.bleu.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names that the platform answers to, all derived from one base domain X: {@code login.X},
 * {@code management.X}, {@code graph.X}, {@code {account}.blob.core.X}, {@code {vault}.vault.X}.
 * The pages of tenants' static websites stand apart from it, at {@code {account}.W}: what is below
 * X could set cookies for X and would be of one site with {@code login.X}.
 *
 * @param base X, in lower case, such as {@code bleu.localhost}
 * @param web W, in lower case; neither at or below X nor X at or below it
 * @param port where the platform listens; told in every URL unless it is 443
 */
public record Domains(String base, String web, int port) {
    private static final Pattern NAME =
            Pattern.compile(
                    "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final int MAX_BASE_LENGTH = 180;

    /** X where nothing else is configured: names below {@code localhost} need no DNS. */
    public static final String DEFAULT_BASE = "bleu.localhost";

    /** W where nothing else is configured. */
    public static final String DEFAULT_WEB = "bleu-web.localhost";

    /**
     * Checks.
     *
     * @throws IllegalArgumentException for what is no domain name or port, and for a domain of
     *     websites that is not apart from the base
     */
    public Domains {
        base = domain(base);
        web = domain(web);
        if (web.indexOf('.') < 0) {
            // The CA may sign for all that is below it.
            throw new IllegalArgumentException(
                    "the domain of static websites must not be a top-level one: " + web);
        }
        if (isWithin(web, base) || isWithin(base, web)) {
            throw new IllegalArgumentException(
                    "the domain of static websites, "
                            + web
                            + ", must be apart from "
                            + base
                            + ": neither it nor below it nor above it");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /** With the default domain of websites. */
    public Domains(String base, int port) {
        this(base, DEFAULT_WEB, port);
    }

    private static String domain(String name) {
        String domain = name.toLowerCase(Locale.ROOT);
        if (domain.length() > MAX_BASE_LENGTH || !NAME.matcher(domain).matches()) {
            throw new IllegalArgumentException("not a domain name: " + domain);
        }
        if (domain.equals("localhost") || domain.matches("[0-9.]+")) {
            throw new IllegalArgumentException("the domain must not be " + domain);
        }
        return domain;
    }

    private static boolean isWithin(String name, String domain) {
        return name.equals(domain) || name.endsWith("." + domain);
    }

    /** The default domains at this port. */
    public static Domains at(int port) {
        return new Domains(DEFAULT_BASE, port);
    }

    /**
     * The host of a site; for BLOB, VAULT and WEB the domain that accounts and vaults are below.
     */
    public String host(Site site) {
        return switch (site) {
            case LOGIN -> "login." + base;
            case MANAGEMENT -> "management." + base;
            case GRAPH -> "graph." + base;
            case BLOB -> "blob.core." + base;
            case VAULT -> "vault." + base;
            case WEB -> web;
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

    /** {@code W:port}, which accounts' websites stand below. */
    public String webSuffix() {
        return host(Site.WEB) + portSuffix();
    }

    /** {@code https://account.W:port}, without a trailing slash. */
    public String webUrl(String account) {
        return "https://" + account + "." + webSuffix();
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
                "*." + web,
                "localhost");
    }

    /** The server certificate's IP addresses, and the only ones its issuer may certify. */
    public List<String> certificateAddresses() {
        return List.of("127.0.0.1", "::1");
    }

    /**
     * The DNS subtrees that the platform's issuing CA is confined to. A domain of websites below
     * {@code localhost} needs none of its own, so that CAs made before there were websites do.
     */
    public List<String> permittedSubtrees() {
        return isWithin(web, "localhost")
                ? List.of(base, "localhost")
                : List.of(base, "localhost", web);
    }

    private String portSuffix() {
        return port == 443 ? "" : ":" + port;
    }
}
