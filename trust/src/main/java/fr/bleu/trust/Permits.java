package fr.bleu.trust;

/** Holds domain methods of trust to permits for their own action. */
final class Permits {

    private Permits() {}

    static void require(Permit permit, Action action) {
        if (!permit.action().name().equalsIgnoreCase(action.name())) {
            throw new IllegalStateException(
                    "a permit for " + permit.action().name() + " is not one for " + action.name());
        }
    }
}
