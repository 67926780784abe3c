package fr.bleu.identity;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Records;
import fr.bleu.trust.RoleAssignments;
import java.util.Optional;
import java.util.UUID;

/**
 * Removes applications and service principals. A principal's roles go in the same commit, and with
 * them what it has begun: a request that was let in before, a deletion that runs in its name.
 */
final class DirectoryRemoval {

    /** Enough for the most roles that a tenant has, some hundred per commit. */
    private static final int TRIES = 16;

    private final Directory directory;
    private final Records records;
    private final Commits commits;
    private final RoleAssignments roles;

    DirectoryRemoval(Directory directory, Records records, Commits commits, RoleAssignments roles) {
        this.directory = directory;
        this.records = records;
        this.commits = commits;
        this.roles = roles;
    }

    Receipt application(Permit permit, UUID objectId) {
        UUID tenant = Directory.tenant(permit, DirectoryActions.APPLICATION_DELETE);
        for (int i = 0; i < TRIES; i++) {
            Application application = directory.require(tenant, objectId);
            Draft draft = new Draft().detail("application", objectId.toString());
            Optional<ServicePrincipal> principal =
                    directory.servicePrincipalOf(tenant, application.appId());
            boolean roleless =
                    principal.isEmpty() || roles.dropOf(draft, tenant, principal.get().objectId());
            if (roleless) {
                delete(draft, application, principal);
            }
            if (commits.commit(permit, draft) instanceof CommitResult.Committed committed
                    && roleless) {
                return committed.receipt();
            }
        }
        throw Directory.keepsChanging();
    }

    private void delete(
            Draft draft, Application application, Optional<ServicePrincipal> principal) {
        DirectoryDrafts.delete(draft, application);
        Key byAppId = IdentityTables.servicePrincipalId(application.tenant(), application.appId());
        Optional<Stored> index = records.get(byAppId);
        // A service principal that is made or removed meanwhile conflicts here.
        draft.check(index.map(Stored::unchanged).orElseGet(() -> new Check.Absent(byAppId)));
        principal.ifPresent(it -> DirectoryDrafts.delete(draft, it));
    }

    Receipt servicePrincipal(Permit permit, UUID objectId) {
        UUID tenant = Directory.tenant(permit, DirectoryActions.SERVICE_PRINCIPAL_DELETE);
        Key key = IdentityTables.servicePrincipal(tenant, objectId);
        for (int i = 0; i < TRIES; i++) {
            Stored stored =
                    records.get(key)
                            .orElseThrow(
                                    () ->
                                            Directory.notFound(
                                                    Directory.missing(
                                                            "service principal", objectId)));
            Draft draft = new Draft().detail("servicePrincipal", objectId.toString());
            boolean roleless = roles.dropOf(draft, tenant, objectId);
            if (roleless) {
                draft.check(stored.unchanged());
                DirectoryDrafts.delete(draft, DirectoryFormat.servicePrincipal(stored));
            }
            if (commits.commit(permit, draft) instanceof CommitResult.Committed committed
                    && roleless) {
                return committed.receipt();
            }
        }
        throw Directory.keepsChanging();
    }
}
