package fr.bleu.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An application's identity in a tenant: what roles are assigned to.
 *
 * @param objectId its id in the directory, which role assignments name
 * @param appId its application's (client) id
 * @param names its {@code servicePrincipalNames}, compared without case; the appId is one
 * @param enabled whether it may sign in
 */
public record ServicePrincipal(
        UUID tenant,
        UUID objectId,
        UUID appId,
        String displayName,
        List<String> names,
        boolean enabled,
        Instant created) {

    public ServicePrincipal {
        names = List.copyOf(names);
    }

    ServicePrincipal named(String name) {
        return new ServicePrincipal(tenant, objectId, appId, name, names, enabled, created);
    }
}
