package fr.bleu.identity;

import fr.bleu.store.Check;
import fr.bleu.store.Write;
import fr.bleu.trust.Draft;
import java.util.List;
import java.util.UUID;

/** The checks and writes of the directory's changes. */
final class DirectoryDrafts {

    /** The most applications that one tenant has. */
    static final long MAX_APPLICATIONS = 10_000;

    private DirectoryDrafts() {}

    static void create(Draft draft, Application application) {
        UUID tenant = application.tenant();
        var byAppId = IdentityTables.applicationId(tenant, application.appId());
        var key = IdentityTables.application(tenant, application.objectId());
        draft.check(new Check.Absent(key))
                .check(new Check.Absent(byAppId))
                .put(key, DirectoryFormat.write(application))
                .put(byAppId, DirectoryFormat.write(application.objectId()))
                .writes(List.of(count(tenant, 1)));
    }

    static void create(Draft draft, ServicePrincipal principal) {
        UUID tenant = principal.tenant();
        var byAppId = IdentityTables.servicePrincipalId(tenant, principal.appId());
        var key = IdentityTables.servicePrincipal(tenant, principal.objectId());
        draft.check(new Check.Absent(key))
                .check(new Check.Absent(byAppId))
                .put(key, DirectoryFormat.write(principal))
                .put(byAppId, DirectoryFormat.write(principal.objectId()));
    }

    static void update(Draft draft, Application application) {
        var key = IdentityTables.application(application.tenant(), application.objectId());
        draft.check(new Check.Version(key, application.version()))
                .put(key, DirectoryFormat.write(application));
    }

    static void delete(Draft draft, Application application) {
        UUID tenant = application.tenant();
        var key = IdentityTables.application(tenant, application.objectId());
        draft.check(new Check.Version(key, application.version()))
                .delete(key)
                .delete(IdentityTables.applicationId(tenant, application.appId()))
                .writes(List.of(count(tenant, -1)));
    }

    static void delete(Draft draft, ServicePrincipal principal) {
        UUID tenant = principal.tenant();
        draft.delete(IdentityTables.servicePrincipal(tenant, principal.objectId()))
                .delete(IdentityTables.servicePrincipalId(tenant, principal.appId()));
    }

    private static Write count(UUID tenant, long delta) {
        return new Write.Add(IdentityTables.applicationCount(tenant), delta, 0, MAX_APPLICATIONS);
    }
}
