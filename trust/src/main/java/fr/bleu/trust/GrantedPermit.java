package fr.bleu.trust;

import fr.bleu.store.Check;
import java.util.Optional;
import java.util.Set;

/**
 * The only kind of permit; package-private, so that nobody else can make one.
 *
 * @param epoch holds as long as what permitted it has not changed; none where neither a role nor
 *     the tenant's narrowed policy did
 */
record GrantedPermit(
        Caller caller,
        Action action,
        Target target,
        Set<Obligation> obligations,
        String rule,
        Optional<Check> epoch)
        implements Permit {
    GrantedPermit {
        obligations = Set.copyOf(obligations);
    }

    /** The same, which rests on this epoch too; an older one that it has stays. */
    GrantedPermit within(Check its) {
        return epoch.isPresent() ? this : withEpoch(Optional.of(its));
    }

    /** The same, as if nothing had been decided yet. */
    GrantedPermit anew() {
        return withEpoch(Optional.empty());
    }

    private GrantedPermit withEpoch(Optional<Check> its) {
        return new GrantedPermit(caller, action, target, obligations, rule, its);
    }
}
