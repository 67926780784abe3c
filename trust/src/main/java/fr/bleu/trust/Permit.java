package fr.bleu.trust;

import java.util.Set;

/**
 * Leave to do one action on one target. Only the {@link Authorizer} makes them; domain methods take
 * their target from it, and {@link Commits} holds every write to it.
 */
public sealed interface Permit extends Decision permits GrantedPermit {

    Caller caller();

    Action action();

    Target target();

    /** What the service must hold to. */
    Set<Obligation> obligations();

    /**
     * The rule that said yes: a role assignment's id, {@code account-key}, {@code sas}, {@code
     * self}, {@code operator}, {@code public}.
     */
    String rule();

    /**
     * Holds a domain method to permits for its own action.
     *
     * @throws IllegalStateException for another action's permit: a programming error
     */
    default void require(Action wanted) {
        if (!action().name().equalsIgnoreCase(wanted.name())) {
            throw new IllegalStateException(
                    "a permit for " + action().name() + " is not one for " + wanted.name());
        }
    }
}
