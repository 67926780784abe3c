package fr.bleu.identity;

import fr.bleu.keys.Keys;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.trust.Actions;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Records;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The platform's tenants. */
public final class Tenants {
    private static final int MAX_PAGE = 1_000;

    private final Records records;
    private final Commits commits;
    private final Keys keys;
    private final InstantSource clock;
    private final RandomGenerator random;

    Tenants(
            Records records,
            Commits commits,
            Keys keys,
            InstantSource clock,
            RandomGenerator random) {
        this.records = records;
        this.commits = commits;
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    /** A tenant, if there is one. */
    public Optional<Tenant> get(UUID id) {
        return records.get(IdentityTables.tenant(id))
                .map(stored -> DirectoryFormat.tenant(stored.value()));
    }

    /** The home tenant; empty before the first start has made it. */
    public Optional<Tenant> home() {
        return records.get(IdentityTables.homeTenant())
                .map(stored -> DirectoryFormat.id(stored.value()))
                .flatMap(this::get);
    }

    /**
     * Tenants in the order of their ids.
     *
     * @param after continue after this id
     * @param limit 1 to 1,000
     */
    public List<Tenant> list(Optional<UUID> after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("a page has 1 to 1,000 tenants");
        }
        Key table = Key.of(Key.PLATFORM, IdentityTables.TENANTS);
        Key from = after.map(id -> IdentityTables.tenant(id).next()).orElse(table);
        return records.scan(from, table.afterPrefix(), limit).stream()
                .map(stored -> DirectoryFormat.tenant(stored.value()))
                .toList();
    }

    /** The ids of all tenants, for background work and verification. */
    public static List<UUID> ids(Reads records) {
        Key table = Key.of(Key.PLATFORM, IdentityTables.TENANTS);
        List<UUID> ids = new ArrayList<>();
        Key from = table;
        List<Reads.Stored> page;
        do {
            page = records.scan(from, table.afterPrefix(), MAX_PAGE);
            for (Reads.Stored stored : page) {
                ids.add(DirectoryFormat.tenant(stored.value()).id());
                from = stored.key().next();
            }
        } while (page.size() == MAX_PAGE);
        return ids;
    }

    /** What the operator's permit for {@link #create} is asked for. */
    public static Target target(TenantCreation creation) {
        return Target.in(Key.PLATFORM, creation.tenant(), Scope.of(""));
    }

    /**
     * Makes a tenant in one commit: its record, its key, and its administrator (an application and
     * a service principal that signs in with the certificate), with what the creation adds.
     *
     * @param permit for {@link Actions#TENANT_CREATE} on {@link #target}
     * @throws DirectoryException EXISTS when there is such a tenant, or a home tenant already;
     *     INVALID for a certificate whose key cannot sign in
     */
    public Receipt create(Permit permit, TenantCreation creation) {
        boolean fits =
                permit.action().equals(Actions.TENANT_CREATE)
                        && permit.target().owner().equals(creation.tenant());
        if (!fits) {
            throw new IllegalArgumentException("the permit is for something else");
        }
        return switch (commits.commit(permit, draft(creation))) {
            case CommitResult.Committed committed -> committed.receipt();
            case CommitResult.Conflict _ ->
                    throw new DirectoryException(
                            DirectoryException.Kind.EXISTS,
                            "There is such a tenant, or a home tenant, already.");
        };
    }

    private Draft draft(TenantCreation creation) {
        UUID tenant = creation.tenant();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Draft draft =
                new Draft()
                        .check(new Check.Absent(IdentityTables.tenant(tenant)))
                        .put(
                                IdentityTables.tenant(tenant),
                                DirectoryFormat.write(
                                        new Tenant(
                                                tenant,
                                                creation.displayName(),
                                                creation.home(),
                                                now)))
                        .check(Keys.noTenantKey(tenant))
                        .writes(keys.newTenantKey(tenant))
                        .detail("tenant", tenant.toString())
                        .detail("administrator", creation.servicePrincipalId().toString());
        if (creation.home()) {
            draft.check(new Check.Absent(IdentityTables.homeTenant()))
                    .put(IdentityTables.homeTenant(), DirectoryFormat.write(tenant));
        }
        administrator(draft, creation, now);
        creation.more().accept(draft);
        return draft;
    }

    private void administrator(Draft draft, TenantCreation creation, Instant now) {
        String name = creation.displayName() + " administrator";
        Application application =
                new Application(
                        creation.tenant(),
                        creation.applicationObjectId(),
                        creation.appId(),
                        name,
                        now,
                        List.of(),
                        List.of(certificate(creation)),
                        0);
        DirectoryDrafts.create(draft, application);
        DirectoryDrafts.create(
                draft,
                new ServicePrincipal(
                        creation.tenant(),
                        creation.servicePrincipalId(),
                        creation.appId(),
                        name,
                        List.of(creation.appId().toString()),
                        true,
                        now));
    }

    private CertificateCredential certificate(TenantCreation creation) {
        try {
            return CertificateCredential.of(
                    Ids.random(random),
                    "administrator",
                    CertificateCredential.parse(
                            CertificateCredential.encoded(creation.certificate())));
        } catch (IllegalArgumentException e) {
            throw new DirectoryException(DirectoryException.Kind.INVALID, e.getMessage());
        }
    }
}
