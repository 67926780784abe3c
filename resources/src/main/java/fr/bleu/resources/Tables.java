package fr.bleu.resources;

import fr.bleu.store.Table;

/** The Resource Manager's tables, 128–159. Every record belongs to its tenant. */
public final class Tables {

    /** {@code id(subscription)} → {@link Subscription}. */
    public static final Table SUBSCRIPTIONS = Table.of(128, "subscriptions");

    /** {@code id(subscription) ‖ text(name)} → {@link Group}. */
    public static final Table GROUPS = Table.of(129, "resource groups");

    /** {@code id(subscription) ‖ text(group) ‖ text(type) ‖ text(name)} → {@link Resource}. */
    public static final Table RESOURCES = Table.of(130, "resources");

    /** {@code id(subscription) ‖ text(namespace)}: the subscription may use the provider. */
    public static final Table REGISTRATIONS = Table.of(131, "provider registrations");

    /** {@code id(operation)} → {@link Operation}. */
    public static final Table OPERATIONS = Table.of(132, "operations");

    /** {@code id(operation)}: the operation is not finished. */
    public static final Table PENDING = Table.of(133, "pending operations");

    /** Counters that hold the limits: groups of a subscription, resources of a type in a group. */
    public static final Table COUNTS = Table.of(134, "resource counts");

    private Tables() {}
}
