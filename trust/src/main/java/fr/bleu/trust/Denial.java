package fr.bleu.trust;

/**
 * A refusal.
 *
 * @param reason its kind, from which an api derives the protocol's own code
 * @param rule the id of the rule that said no
 * @param message what the caller may be told
 */
public record Denial(Reason reason, String rule, String message) implements Decision {

    /** Kinds of refusal. */
    public enum Reason {
        /** No credential was shown. */
        UNAUTHENTICATED,
        /**
         * The scope belongs to another tenant; apis answer as if it did not exist where Azure does.
         */
        WRONG_TENANT,
        /** No role, key or signature permits the action. */
        NOT_PERMITTED,
        /** The sovereignty policy forbids it. */
        POLICY
    }
}
