package fr.bleu.trust;

import fr.bleu.store.Check;
import java.util.Optional;
import java.util.Set;

/**
 * The only kind of permit; package-private, so that nobody else can make one.
 *
 * @param epoch holds as long as what permitted it has not changed; none where no role did
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
}
