package fr.bleu.identity;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Action;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Records;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import fr.bleu.trust.UnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** The tenants' applications and service principals. */
public final class Directory {
    private static final int TRIES = 8;

    private final Records records;
    private final Commits commits;
    private final DirectoryRemoval removal;
    private final InstantSource clock;
    private final RandomGenerator random;

    Directory(
            Records records,
            Commits commits,
            RoleAssignments roles,
            InstantSource clock,
            RandomGenerator random) {
        this.records = records;
        this.commits = commits;
        this.removal = new DirectoryRemoval(this, records, commits, roles);
        this.clock = clock;
        this.random = random;
    }

    /** A service principal by its object id: the id that role assignments name. */
    public Optional<ServicePrincipal> servicePrincipal(UUID tenant, UUID objectId) {
        return records.get(IdentityTables.servicePrincipal(tenant, objectId))
                .map(DirectoryFormat::servicePrincipal);
    }

    /** A service principal, and its tenant's policy epoch of the same moment. */
    Records.UnderEpoch servicePrincipalUnderEpoch(UUID tenant, UUID objectId) {
        return records.underEpoch(tenant, IdentityTables.servicePrincipal(tenant, objectId));
    }

    /** A service principal by its application's (client) id. */
    public Optional<ServicePrincipal> servicePrincipalOf(UUID tenant, UUID appId) {
        return records.get(IdentityTables.servicePrincipalId(tenant, appId))
                .flatMap(id -> servicePrincipal(tenant, DirectoryFormat.id(id.value())));
    }

    /** An application by its object id. */
    public Optional<Application> application(UUID tenant, UUID objectId) {
        return records.get(IdentityTables.application(tenant, objectId))
                .map(DirectoryFormat::application);
    }

    /** An application by its (client) id. */
    public Optional<Application> applicationOf(UUID tenant, UUID appId) {
        return records.get(IdentityTables.applicationId(tenant, appId))
                .flatMap(id -> application(tenant, DirectoryFormat.id(id.value())));
    }

    /**
     * Applications in the order of their object ids.
     *
     * @param after continue after this object id
     * @param limit at most 1,000
     */
    public List<Application> applications(UUID tenant, Optional<UUID> after, int limit) {
        Key table = Key.of(tenant, IdentityTables.APPLICATIONS);
        return page(table, after, limit, DirectoryFormat::application);
    }

    /**
     * Service principals in the order of their object ids.
     *
     * @param after continue after this object id
     * @param limit at most 1,000
     */
    public List<ServicePrincipal> servicePrincipals(UUID tenant, Optional<UUID> after, int limit) {
        Key table = Key.of(tenant, IdentityTables.SERVICE_PRINCIPALS);
        return page(table, after, limit, DirectoryFormat::servicePrincipal);
    }

    private <T> List<T> page(
            Key table, Optional<UUID> after, int limit, Function<Stored, T> format) {
        Key from = after.map(id -> table.id(id).next()).orElse(table);
        return records.scan(from, table.afterPrefix(), Math.min(limit, 1_000)).stream()
                .map(format)
                .toList();
    }

    /**
     * Registers an application.
     *
     * @param displayName 1 to 256 characters
     * @throws DirectoryException TOO_MANY beyond the tenant's 10,000; INVALID
     */
    public Written<Application> createApplication(
            Permit permit, String displayName, List<CertificateCredential> certificates) {
        Application application =
                checked(
                        new Application(
                                tenant(permit, DirectoryActions.APPLICATION_WRITE),
                                Ids.random(random),
                                Ids.random(random),
                                displayName,
                                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                                List.of(),
                                certificates,
                                0));
        Draft draft = new Draft().detail("application", application.objectId().toString());
        DirectoryDrafts.create(draft, application);
        Key count = IdentityTables.applicationCount(application.tenant());
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed(Receipt receipt, long sequence, long time) ->
                    new Written<>(application, receipt);
            case CommitResult.Conflict(Key key) when key.equals(count) ->
                    throw tooMany("The tenant has as many applications as it may have.");
            case CommitResult.Conflict _ -> throw keepsChanging();
        };
    }

    /**
     * Changes an application: its name or its certificates.
     *
     * @throws DirectoryException NOT_FOUND, INVALID, or TOO_MANY credentials
     */
    public Written<Application> update(
            Permit permit, UUID objectId, UnaryOperator<Application> change) {
        UUID tenant = tenant(permit, DirectoryActions.APPLICATION_WRITE);
        for (int i = 0; i < TRIES; i++) {
            Application application = checked(change.apply(require(tenant, objectId)));
            Draft draft = new Draft().detail("application", objectId.toString());
            DirectoryDrafts.update(draft, application);
            renamePrincipal(draft, application);
            if (commits.commit(permit, draft) instanceof CommitResult.Committed committed) {
                return new Written<>(application, committed.receipt());
            }
        }
        throw keepsChanging();
    }

    /** A principal is called what its application is called, as in Entra's own tenant. */
    private void renamePrincipal(Draft draft, Application application) {
        UUID tenant = application.tenant();
        records.get(IdentityTables.servicePrincipalId(tenant, application.appId()))
                .map(id -> IdentityTables.servicePrincipal(tenant, DirectoryFormat.id(id.value())))
                .flatMap(records::get)
                .ifPresent(
                        stored -> {
                            var principal = DirectoryFormat.servicePrincipal(stored);
                            var renamed = principal.named(application.displayName());
                            if (!renamed.equals(principal)) {
                                draft.check(stored.unchanged())
                                        .put(stored.key(), DirectoryFormat.write(renamed));
                            }
                        });
    }

    /** A client secret as it is shown once. */
    public record NewSecret(String text, PasswordCredential credential) {
        /** Never the secret. */
        @Override
        public String toString() {
            return "NewSecret[" + credential.keyId() + "]";
        }
    }

    /**
     * Makes a client secret. The text is in this answer and nowhere else.
     *
     * @param start not valid before
     * @param end not valid from here on, after {@code start}
     * @throws DirectoryException NOT_FOUND, INVALID, or TOO_MANY secrets
     */
    public Written<NewSecret> addPassword(
            Permit permit, UUID objectId, String displayName, Instant start, Instant end) {
        if (!end.isAfter(start) || displayName.length() > 256) {
            throw new DirectoryException(
                    DirectoryException.Kind.INVALID, "The credential's dates or name are invalid.");
        }
        Secrets.Fresh fresh = new Secrets(random).make(displayName, start, end);
        Written<Application> written =
                update(
                        permit,
                        objectId,
                        application ->
                                application.withPasswords(
                                        with(application.passwords(), fresh.credential())));
        return new Written<>(new NewSecret(fresh.text(), fresh.credential()), written.receipt());
    }

    /**
     * Removes a client secret.
     *
     * @throws DirectoryException NOT_FOUND when there is no such application or secret
     */
    public Receipt removePassword(Permit permit, UUID objectId, UUID keyId) {
        return update(
                        permit,
                        objectId,
                        application -> {
                            List<PasswordCredential> kept =
                                    application.passwords().stream()
                                            .filter(p -> !p.keyId().equals(keyId))
                                            .toList();
                            if (kept.size() == application.passwords().size()) {
                                throw notFound("No credentials found to be removed.");
                            }
                            return application.withPasswords(kept);
                        })
                .receipt();
    }

    /** Removes an application and its service principal, with its roles; its tokens end with it. */
    public Receipt deleteApplication(Permit permit, UUID objectId) {
        return removal.application(permit, objectId);
    }

    /** Removes a service principal and its roles; its tokens end with it. */
    public Receipt deleteServicePrincipal(Permit permit, UUID objectId) {
        return removal.servicePrincipal(permit, objectId);
    }

    /**
     * Makes the service principal of an application of the same tenant.
     *
     * @throws DirectoryException INVALID when there is no such application; EXISTS
     */
    public Written<ServicePrincipal> createServicePrincipal(
            Permit permit, UUID appId, boolean enabled) {
        UUID tenant = tenant(permit, DirectoryActions.SERVICE_PRINCIPAL_WRITE);
        for (int i = 0; i < TRIES; i++) {
            Application application =
                    applicationOf(tenant, appId)
                            .orElseThrow(
                                    () ->
                                            new DirectoryException(
                                                    DirectoryException.Kind.INVALID,
                                                    "The appId '"
                                                            + appId
                                                            + "' does not reference an application"
                                                            + " of this tenant."));
            if (servicePrincipalOf(tenant, appId).isPresent()) {
                throw new DirectoryException(
                        DirectoryException.Kind.EXISTS,
                        "The service principal cannot be created because the appId '"
                                + appId
                                + "' is already in use.");
            }
            ServicePrincipal principal =
                    new ServicePrincipal(
                            tenant,
                            Ids.random(random),
                            appId,
                            application.displayName(),
                            List.of(appId.toString()),
                            enabled,
                            clock.instant().truncatedTo(ChronoUnit.SECONDS));
            Draft draft =
                    new Draft()
                            .detail("servicePrincipal", principal.objectId().toString())
                            .check(
                                    new Check.Version(
                                            IdentityTables.application(
                                                    tenant, application.objectId()),
                                            application.version()));
            DirectoryDrafts.create(draft, principal);
            if (commits.commit(permit, draft) instanceof CommitResult.Committed committed) {
                return new Written<>(principal, committed.receipt());
            }
        }
        throw keepsChanging();
    }

    /**
     * The tenant whose directory the permit may change: leave for less than its root is none.
     *
     * @throws IllegalStateException for a permit of another action or scope: a programming error
     */
    static UUID tenant(Permit permit, Action action) {
        permit.require(action);
        UUID tenant = permit.target().tenant();
        if (!permit.target().equals(Target.of(tenant, Scope.of("")))) {
            throw new IllegalStateException("the permit is for less than the tenant's directory");
        }
        return tenant;
    }

    Application require(UUID tenant, UUID objectId) {
        return application(tenant, objectId)
                .orElseThrow(() -> notFound(missing("application", objectId)));
    }

    private static Application checked(Application application) {
        String name = application.displayName();
        if (name.isBlank() || name.length() > 256) {
            throw new DirectoryException(
                    DirectoryException.Kind.INVALID, "The displayName has 1 to 256 characters.");
        }
        if (application.passwords().size() > Application.MAX_CREDENTIALS
                || application.certificates().size() > Application.MAX_CREDENTIALS) {
            throw tooMany("An application has at most 20 secrets and 20 certificates.");
        }
        return application;
    }

    private static <T> List<T> with(List<T> all, T one) {
        List<T> more = new ArrayList<>(all);
        more.add(one);
        return more;
    }

    static String missing(String what, UUID id) {
        return "The " + what + " '" + id + "' does not exist or is no object of this tenant.";
    }

    static DirectoryException notFound(String message) {
        return new DirectoryException(DirectoryException.Kind.NOT_FOUND, message);
    }

    private static DirectoryException tooMany(String message) {
        return new DirectoryException(DirectoryException.Kind.TOO_MANY, message);
    }

    static UnavailableException keepsChanging() {
        return new UnavailableException("the object keeps changing");
    }
}
