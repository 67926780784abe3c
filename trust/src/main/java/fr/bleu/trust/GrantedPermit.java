package fr.bleu.trust;

import java.util.Set;

/** The only kind of permit; package-private, so that nobody else can make one. */
record GrantedPermit(
        Caller caller, Action action, Target target, Set<Obligation> obligations, String rule)
        implements Permit {
    GrantedPermit {
        obligations = Set.copyOf(obligations);
    }
}
