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
    private final InstantSource clock;
    private final RandomGenerator random;

    Directory(Records records, Commits commits, InstantSource clock, RandomGenerator random) {
        this.records = records;
        this.commits = commits;
        this.clock = clock;
        this.random = random;
    }

    /** A service principal by its object id: the id that role assignments name. */
    public Optional<ServicePrincipal> servicePrincipal(UUID tenant, UUID objectId) {
        return records.get(IdentityTables.servicePrincipal(tenant, objectId))
                .map(DirectoryFormat::servicePrincipal);
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
                                permit.target().tenant(),
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
        for (int i = 0; i < TRIES; i++) {
            Application application =
                    checked(change.apply(require(permit.target().tenant(), objectId)));
            Draft draft = new Draft().detail("application", objectId.toString());
            DirectoryDrafts.update(draft, application);
            if (commits.commit(permit, draft) instanceof CommitResult.Committed committed) {
                return new Written<>(application, committed.receipt());
            }
        }
        throw keepsChanging();
    }

    /** Gives an application another name. */
    public Written<Application> rename(Permit permit, UUID objectId, String displayName) {
        return update(permit, objectId, application -> application.named(displayName));
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

    /** Removes an application and its service principal, whose tokens end with it. */
    public Receipt deleteApplication(Permit permit, UUID objectId) {
        UUID tenant = permit.target().tenant();
        for (int i = 0; i < TRIES; i++) {
            Application application = require(tenant, objectId);
            Draft draft = new Draft().detail("application", objectId.toString());
            DirectoryDrafts.delete(draft, application);
            Key byAppId = IdentityTables.servicePrincipalId(tenant, application.appId());
            Optional<Stored> index = records.get(byAppId);
            // A service principal that is made or removed meanwhile conflicts here.
            draft.check(index.map(Stored::unchanged).orElseGet(() -> new Check.Absent(byAppId)));
            servicePrincipalOf(tenant, application.appId())
                    .ifPresent(principal -> DirectoryDrafts.delete(draft, principal));
            if (commits.commit(permit, draft) instanceof CommitResult.Committed committed) {
                return committed.receipt();
            }
        }
        throw keepsChanging();
    }

    /**
     * Makes the service principal of an application of the same tenant.
     *
     * @throws DirectoryException INVALID when there is no such application; EXISTS
     */
    public Written<ServicePrincipal> createServicePrincipal(
            Permit permit, UUID appId, boolean enabled) {
        UUID tenant = permit.target().tenant();
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

    /** Removes a service principal; its tokens end with it. */
    public Receipt deleteServicePrincipal(Permit permit, UUID objectId) {
        Key key = IdentityTables.servicePrincipal(permit.target().tenant(), objectId);
        Stored stored =
                records.get(key)
                        .orElseThrow(() -> notFound(missing("service principal", objectId)));
        Draft draft =
                new Draft()
                        .detail("servicePrincipal", objectId.toString())
                        .check(stored.unchanged());
        DirectoryDrafts.delete(draft, DirectoryFormat.servicePrincipal(stored));
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed -> committed.receipt();
            case CommitResult.Conflict _ -> throw keepsChanging();
        };
    }

    private Application require(UUID tenant, UUID objectId) {
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

    private static String missing(String what, UUID id) {
        return "The " + what + " '" + id + "' does not exist or is no object of this tenant.";
    }

    private static DirectoryException notFound(String message) {
        return new DirectoryException(DirectoryException.Kind.NOT_FOUND, message);
    }

    private static DirectoryException tooMany(String message) {
        return new DirectoryException(DirectoryException.Kind.TOO_MANY, message);
    }

    private static UnavailableException keepsChanging() {
        return new UnavailableException("the object keeps changing");
    }
}
