package fr.bleu.trust;

import java.util.Locale;
import java.util.Set;

/** The actions that are Bleu's own and not Azure's. */
public final class Actions {

    /** A principal signs in: permitted by rule {@code self}, recorded by {@link Commits#record}. */
    public static final Action SIGN_IN = Action.write("Bleu.Identity/signIn");

    /** A principal reads what concerns itself or names its own tenant. */
    public static final Action SELF_READ = Action.read("Bleu.Identity/self/read");

    /** What a principal began over several commits ends, and its outcome is recorded. */
    public static final Action OPERATION_END = Action.write("Bleu.Resources/operations/end");

    /** The operator creates a tenant; the target's owner is the new tenant's id. */
    public static final Action TENANT_CREATE = Action.write("Bleu.Platform/tenants/write");

    /** The operator exports the ledger. */
    public static final Action LEDGER_EXPORT = Action.write("Bleu.Platform/ledger/export/action");

    /** The operator asks for the ledger's verifier key. */
    public static final Action LEDGER_KEY = Action.read("Bleu.Platform/ledger/key/read");

    /** The operator stops the platform. */
    public static final Action STOP = Action.write("Bleu.Platform/stop/action");

    /** The operator looks at the sovereignty policy. */
    public static final Action POLICY_SHOW = Action.read("Bleu.Platform/policy/read");

    /** The operator has everything that is stored verified. */
    public static final Action SCRUB = Action.write("Bleu.Platform/scrub/action");

    /** The operator takes what another node of the stamp needs, the root key among it. */
    public static final Action NODE_PACK = Action.write("Bleu.Platform/node/pack/action");

    /** The operator takes the names that this stamp has, for another one to learn. */
    public static final Action STAMP_NAMES = Action.write("Bleu.Platform/stamps/names/action");

    /** The operator tells which names another stamp has, or forgets them. */
    public static final Action STAMP_WRITE = Action.write("Bleu.Platform/stamps/write");

    /** The operator looks at which other stamps are known. */
    public static final Action STAMP_READ = Action.read("Bleu.Platform/stamps/read");

    /** The operator backs everything up. */
    public static final Action BACKUP = Action.write("Bleu.Platform/backup/action");

    /** The operator looks at the platform's state. */
    public static final Action STATUS = Action.read("Bleu.Platform/status/read");

    /**
     * A tenant narrows the sovereignty policy for itself: Azure's action for assigning a policy.
     */
    public static final Action POLICY_TIGHTEN =
            Action.write("Microsoft.Authorization/policyAssignments/write");

    /** A tenant reads its activity log. */
    public static final Action ACTIVITY_READ =
            Action.read("Microsoft.Insights/eventtypes/values/Read");

    /** A role is assigned. */
    public static final Action ROLE_ASSIGN =
            Action.write("Microsoft.Authorization/roleAssignments/write");

    /** Role assignments are read. */
    public static final Action ROLE_READ =
            Action.read("Microsoft.Authorization/roleAssignments/read");

    /** A role assignment is removed. */
    public static final Action ROLE_REMOVE =
            Action.write("Microsoft.Authorization/roleAssignments/delete");

    private static final Set<Action> SELF = Set.of(SIGN_IN, SELF_READ, OPERATION_END);
    private static final Set<Action> OPERATOR =
            Set.of(
                    TENANT_CREATE,
                    LEDGER_EXPORT,
                    LEDGER_KEY,
                    STOP,
                    POLICY_SHOW,
                    SCRUB,
                    NODE_PACK,
                    STAMP_NAMES,
                    STAMP_WRITE,
                    STAMP_READ,
                    BACKUP,
                    STATUS);

    private Actions() {}

    static boolean isSelf(Action action) {
        return SELF.contains(action);
    }

    static boolean isOperators(Action action) {
        return OPERATOR.contains(action);
    }

    static boolean isPlatforms(Action action) {
        return action.name().toLowerCase(Locale.ROOT).startsWith("bleu.platform/");
    }
}
