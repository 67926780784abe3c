package fr.bleu.app.platform;

import fr.bleu.identity.TenantCreation;
import fr.bleu.identity.Tenants;
import fr.bleu.resources.Subscription;
import fr.bleu.resources.Subscriptions;
import fr.bleu.trust.Actions;
import fr.bleu.trust.BuiltInRoles;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Origin;
import fr.bleu.trust.Permit;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Trust;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.UUID;

/** Makes a tenant with a subscription and an administrator who owns both, in one commit. */
final class TenantSetup {

    /**
     * A tenant to be made, its ids chosen.
     *
     * @param subscription its first subscription's id
     */
    record Plan(TenantCreation creation, UUID subscription) {}

    private final Trust trust;
    private final Tenants tenants;
    private final SecureRandom random;

    TenantSetup(Trust trust, Tenants tenants, SecureRandom random) {
        this.trust = trust;
        this.tenants = tenants;
        this.random = random;
    }

    /** Chooses the ids. */
    Plan plan(String name, boolean home, X509Certificate certificate) {
        UUID subscription = UUID.randomUUID();
        TenantCreation creation = TenantCreation.fresh(name, home, certificate, random);
        return new Plan(creation.and(draft -> add(draft, creation, subscription)), subscription);
    }

    /**
     * Makes the tenant.
     *
     * @param operator who asked for it, as the kernel names them
     */
    void make(String operator, Plan plan) {
        Permit permit =
                trust.authorizer()
                        .permit(
                                operator(operator),
                                Actions.TENANT_CREATE,
                                Tenants.target(plan.creation()));
        tenants.create(permit, plan.creation());
    }

    /** Both are of this stamp from then on: no other one's names can be learnt to have them. */
    private void reserve(Draft draft, UUID tenant, UUID subscription) {
        Names names = trust.names();
        names.reserve(draft, Names.TENANT, tenant.toString(), new Names.Holder(tenant, tenant));
        names.reserve(
                draft,
                Names.SUBSCRIPTION,
                subscription.toString(),
                new Names.Holder(tenant, subscription));
    }

    /** The administrator owns the tenant's root, and with it the directory and the subscription. */
    private void add(Draft draft, TenantCreation creation, UUID subscription) {
        trust.roles()
                .first(
                        draft,
                        creation.tenant(),
                        new RoleAssignments.Wanted(
                                UUID.randomUUID(),
                                creation.servicePrincipalId(),
                                "ServicePrincipal",
                                BuiltInRoles.OWNER),
                        Scope.of(""));
        reserve(draft, creation.tenant(), subscription);
        draft.writes(
                Subscriptions.creation(
                        new Subscription(
                                creation.tenant(),
                                subscription,
                                shortened(creation.displayName()))));
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), 64));
    }

    static Caller operator(String name) {
        return new Caller.Operator(name, new Origin("local", UUID.randomUUID().toString()));
    }
}
