package fr.bleu.trust;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Permits for the platform's own work in one account's or vault's records: collecting what nothing
 * refers to, ending what has expired, carrying out the tenant's lifecycle rules. Each is for one
 * target, so that a commit reaches no other owner, and each commit has its entry in the tenant's
 * ledger, which names the instruction. Handed to background work by the wiring; no request reaches
 * it.
 */
public final class Upkeep {
    private static final String ACTIONS = "bleu.upkeep/";
    private static final Origin ORIGIN = new Origin("platform", "");

    private final Placement placement;

    Upkeep(Placement placement) {
        this.placement = placement;
    }

    /** An action of this kind, such as {@code Bleu.Upkeep/storage/collect}. */
    public static Action action(String work) {
        return Action.write("Bleu.Upkeep/" + work);
    }

    /**
     * Leave to do one kind of work on one target.
     *
     * @param action one that {@link #action} made
     * @param instruction what the platform acts on: a fixed phrase, or the tenant's rule by name
     */
    public Permit permit(Target target, Action action, String instruction) {
        return granted(target, action, instruction);
    }

    /**
     * Leave to do work that writes content of the tenant: none where this node stands in none of
     * the regions that are left for it. A commit with it is refused if that has changed since.
     *
     * @param action as {@link #permit}
     * @param instruction as {@link #permit}
     */
    public Optional<Permit> placing(Target target, Action action, String instruction) {
        return switch (placement.here(granted(target, action, instruction))) {
            case Permit permit -> Optional.of(permit);
            case Denial _ -> Optional.empty();
        };
    }

    private static GrantedPermit granted(Target target, Action action, String instruction) {
        if (!action.name().toLowerCase(Locale.ROOT).startsWith(ACTIONS)) {
            throw new IllegalArgumentException(action.name() + " is no upkeep");
        }
        return new GrantedPermit(
                new Caller.Platform(instruction, ORIGIN),
                action,
                target,
                Set.of(),
                "upkeep",
                Optional.empty());
    }
}
