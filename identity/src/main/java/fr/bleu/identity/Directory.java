package fr.bleu.identity;

import java.util.Optional;
import java.util.UUID;

/** The tenants' applications and service principals. */
public final class Directory {
    Directory() {}

    /** A service principal by its object id: the id that role assignments name. */
    public Optional<ServicePrincipal> servicePrincipal(UUID tenant, UUID objectId) {
        throw new UnsupportedOperationException("being built");
    }
}
