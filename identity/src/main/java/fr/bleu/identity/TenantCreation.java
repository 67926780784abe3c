package fr.bleu.identity;

import fr.bleu.trust.Draft;
import java.security.cert.X509Certificate;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a new tenant is born with. All ids are chosen beforehand, so that others can add to the same
 * commit what names them: the administrator's first role assignment, the subscription.
 *
 * @param tenant the tenant's id
 * @param displayName its name, 1 to 256 characters
 * @param home whether it is the platform's home tenant; there is only one
 * @param applicationObjectId the administrator application's object id
 * @param appId the administrator application's (client) id
 * @param servicePrincipalId the administrator service principal's object id
 * @param certificate what the administrator signs in with; its private key never comes here
 * @param more adds to the commit's draft; called once for each try
 */
public record TenantCreation(
        UUID tenant,
        String displayName,
        boolean home,
        UUID applicationObjectId,
        UUID appId,
        UUID servicePrincipalId,
        X509Certificate certificate,
        Consumer<Draft> more) {

    public TenantCreation {
        if (displayName.isBlank() || displayName.length() > 256) {
            throw new IllegalArgumentException("a tenant's name has 1 to 256 characters");
        }
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
                _ -> {});
    }

    /** The same creation, to whose commit somebody adds more. */
    public TenantCreation and(Consumer<Draft> addition) {
        return new TenantCreation(
                tenant,
                displayName,
                home,
                applicationObjectId,
                appId,
                servicePrincipalId,
                certificate,
                more.andThen(addition));
    }
}
