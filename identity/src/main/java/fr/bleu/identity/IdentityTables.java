package fr.bleu.identity;

import fr.bleu.store.Key;
import fr.bleu.store.Table;
import java.util.UUID;

/** Identity's tables, 96 to 127, and how their keys are laid out. */
public final class IdentityTables {

    /** The platform's tenants: {@code id(16)}. */
    public static final Table TENANTS = Table.of(96, "tenants");

    /** Which tenant is the home tenant: one record of the platform. */
    public static final Table HOME_TENANT = Table.of(97, "home-tenant");

    /** The keys that sign access tokens, sealed by the platform's key: {@code text(kid)}. */
    public static final Table SIGNING_KEYS = Table.of(98, "signing-keys");

    /** A tenant's applications: {@code objectId(16)}. */
    public static final Table APPLICATIONS = Table.of(99, "applications");

    /** The object id of a tenant's application by its client id: {@code appId(16)}. */
    public static final Table APPLICATION_IDS = Table.of(100, "application-ids");

    /** A tenant's service principals: {@code objectId(16)}. */
    public static final Table SERVICE_PRINCIPALS = Table.of(101, "service-principals");

    /** The object id of a tenant's service principal by its client id: {@code appId(16)}. */
    public static final Table SERVICE_PRINCIPAL_IDS = Table.of(102, "service-principal-ids");

    /** How many applications a tenant has: one counter. */
    public static final Table APPLICATION_COUNT = Table.of(103, "application-count");

    private IdentityTables() {}

    static Key tenant(UUID id) {
        return Key.of(Key.PLATFORM, TENANTS).id(id);
    }

    static Key homeTenant() {
        return Key.of(Key.PLATFORM, HOME_TENANT);
    }

    static Key signingKey(String kid) {
        return Key.of(Key.PLATFORM, SIGNING_KEYS).text(kid);
    }

    static Key application(UUID tenant, UUID objectId) {
        return Key.of(tenant, APPLICATIONS).id(objectId);
    }

    static Key applicationId(UUID tenant, UUID appId) {
        return Key.of(tenant, APPLICATION_IDS).id(appId);
    }

    static Key servicePrincipal(UUID tenant, UUID objectId) {
        return Key.of(tenant, SERVICE_PRINCIPALS).id(objectId);
    }

    static Key servicePrincipalId(UUID tenant, UUID appId) {
        return Key.of(tenant, SERVICE_PRINCIPAL_IDS).id(appId);
    }

    static Key applicationCount(UUID tenant) {
        return Key.of(tenant, APPLICATION_COUNT);
    }
}
