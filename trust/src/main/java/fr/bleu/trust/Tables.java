package fr.bleu.trust;

import fr.bleu.store.Table;

/** Trust's tables, 48 to 79. Services' drafts may write none of them. */
public final class Tables {

    /** A tenant's role assignments: {@code id(16)}. */
    public static final Table ROLE_ASSIGNMENTS = Table.of(48, "role-assignments");

    /** A tenant's policy epoch, one record, whose version is the epoch. */
    public static final Table POLICY_EPOCH = Table.of(49, "policy-epoch");

    /** What a tenant has narrowed the sovereignty policy to, one record. */
    public static final Table TIGHTENED_POLICY = Table.of(50, "tightened-policy");

    /** Globally unique names: {@code text(kind) ‖ text(name)}. */
    public static final Table NAMES = Table.of(51, "names");

    /** The ledger's signing key, sealed, one record. */
    public static final Table LEDGER_KEY = Table.of(52, "ledger-key");

    /** The latest signed checkpoint, one record. */
    public static final Table CHECKPOINT = Table.of(53, "checkpoint");

    /** The secret that tenants' tags are made with, sealed, one record. */
    public static final Table TAG_SECRET = Table.of(54, "tag-secret");

    /** The operator's signed sovereignty policy, one record. */
    public static final Table POLICY = Table.of(55, "policy");

    /** The operator's policy key, sealed, one record. */
    public static final Table POLICY_KEY = Table.of(56, "policy-key");

    /**
     * Of which generation the ledger is, and which tree it follows, one record: {@link Succession}.
     */
    public static final Table GENERATION = Table.of(57, "ledger-generation");

    /** The other stamps that the operator has told of: {@code text(name)}. */
    public static final Table STAMPS = Table.of(60, "stamps");

    /** Which other stamp has a name: {@code text(kind) ‖ text(name)}. */
    public static final Table STAMP_NAMES = Table.of(61, "stamp-names");

    private static final int FIRST = 48;
    private static final int LAST = 79;

    private Tables() {}

    static boolean isTrusts(byte tableId) {
        return tableId >= FIRST && tableId <= LAST;
    }
}
