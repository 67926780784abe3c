package fr.bleu.trust;

/**
 * An operation that roles permit, by Azure's name for it, such as {@code
 * Microsoft.Storage/storageAccounts/write}.
 *
 * @param name provider, types and verb; compared without case
 * @param plane which of a role's lists it is looked up in: actions or dataActions
 * @param effect whether it changes anything
 */
public record Action(String name, Plane plane, Effect effect) {

    /** Which of a role definition's lists an action stands in. */
    public enum Plane {
        CONTROL,
        DATA
    }

    /** Whether an action changes anything. */
    public enum Effect {
        READ,
        WRITE
    }

    /** A control-plane read. */
    public static Action read(String name) {
        return new Action(name, Plane.CONTROL, Effect.READ);
    }

    /** A control-plane change. */
    public static Action write(String name) {
        return new Action(name, Plane.CONTROL, Effect.WRITE);
    }

    /** A data-plane read. */
    public static Action dataRead(String name) {
        return new Action(name, Plane.DATA, Effect.READ);
    }

    /** A data-plane change. */
    public static Action dataWrite(String name) {
        return new Action(name, Plane.DATA, Effect.WRITE);
    }
}
