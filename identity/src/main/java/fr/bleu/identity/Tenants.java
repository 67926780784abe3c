package fr.bleu.identity;

import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The platform's tenants. */
public final class Tenants {
    Tenants() {}

    /** A tenant, if there is one. */
    public Optional<Tenant> get(UUID id) {
        throw new UnsupportedOperationException("being built");
    }

    /** The home tenant; empty before the first start has made it. */
    public Optional<Tenant> home() {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Tenants in the order of their ids.
     *
     * @param after continue after this id
     * @param limit 1 to 1,000
     */
    public List<Tenant> list(Optional<UUID> after, int limit) {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Makes a tenant in one commit: its record, its key, and its administrator (an application and
     * a service principal that signs in with the certificate), with the creation's further writes.
     */
    public Receipt create(Permit permit, TenantCreation creation) {
        throw new UnsupportedOperationException("being built");
    }
}
