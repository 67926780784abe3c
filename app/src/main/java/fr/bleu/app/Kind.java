package fr.bleu.app;

/**
 * What an instance is, for good: its folder says so from the start, and so does its home tenant.
 */
public enum Kind {
    /** Tenants, sign-in, resources, everything over TLS. */
    CLOUD("Home", "a cloud"),
    /** Blob storage for developers, over plain http on the loopback addresses. */
    DEVELOPMENT_STORAGE("Development storage", "development storage");

    private final String tenant;
    private final String words;

    Kind(String tenant, String words) {
        this.tenant = tenant;
        this.words = words;
    }

    /** The home tenant's name. */
    public String tenant() {
        return tenant;
    }

    /** For messages. */
    @Override
    public String toString() {
        return words;
    }
}
