package fr.bleu.identity;

import fr.bleu.store.Write;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What a new tenant is born with. All ids are chosen beforehand, so that others can prepare the
 * writes that belong into the same commit: the administrator's first role assignment, the
 * subscription.
 *
 * @param tenant the tenant's id
 * @param displayName its name, 1 to 256 characters
 * @param home whether it is the platform's home tenant; there is only one
 * @param applicationObjectId the administrator application's object id
 * @param appId the administrator application's (client) id
 * @param servicePrincipalId the administrator service principal's object id
 * @param certificate what the administrator signs in with; its private key never comes here
 * @param alsoWrite further writes of the same commit
 */
public record TenantCreation(
        UUID tenant,
        String displayName,
        boolean home,
        UUID applicationObjectId,
        UUID appId,
        UUID servicePrincipalId,
        X509Certificate certificate,
        List<Write> alsoWrite) {

    public TenantCreation {
        if (displayName.isBlank() || displayName.length() > 256) {
            throw new IllegalArgumentException("a tenant's name has 1 to 256 characters");
        }
        alsoWrite = List.copyOf(alsoWrite);
    }

    /** A creation with fresh ids. */
    public static TenantCreation fresh(
            String displayName, boolean home, X509Certificate certificate, RandomGenerator random) {
        return new TenantCreation(
                Ids.random(random),
                displayName,
                home,
                Ids.random(random),
                Ids.random(random),
                Ids.random(random),
                certificate,
                List.of());
    }

    /** The same creation with more writes in its commit. */
    public TenantCreation and(List<Write> more) {
        List<Write> all = new ArrayList<>(alsoWrite);
        all.addAll(more);
        return new TenantCreation(
                tenant,
                displayName,
                home,
                applicationObjectId,
                appId,
                servicePrincipalId,
                certificate,
                all);
    }
}
