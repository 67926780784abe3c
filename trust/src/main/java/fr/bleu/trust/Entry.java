package fr.bleu.trust;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a ledger entry says. {@link EntryFormat} lays it out.
 *
 * @param tenant whose entry it is, and whose key seals it
 * @param who type and opaque ids of the caller
 * @param count how many times it happened within the minute; 1 for an entry of its own
 * @param listed whether the activity log shows it
 */
record Entry(
        Kind kind,
        Result result,
        UUID tenant,
        Who who,
        String action,
        Scope scope,
        String rule,
        Set<Obligation> obligations,
        String requestId,
        String address,
        long count,
        Map<String, String> details,
        boolean listed) {

    /** Kinds of entries; the names are part of the format. */
    enum Kind {
        CHANGE,
        SIGN_IN,
        CUSTODY,
        REFUSAL,
        OPERATOR,
        READS,
        UNAUTHENTICATED,
        PLATFORM;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What came of it. */
    enum Result {
        DONE,
        INTENDED,
        REFUSED,
        FAILED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An entry of what a permit allowed. */
    static Entry of(GrantedPermit permit, Result result, Map<String, String> details) {
        Origin origin = permit.caller().origin();
        return new Entry(
                kind(permit),
                result,
                permit.target().tenant(),
                Who.of(permit.caller()),
                permit.action().name(),
                permit.target().scope(),
                permit.rule(),
                permit.obligations(),
                origin.requestId(),
                origin.address(),
                1,
                details,
                permit.action().plane() == Action.Plane.CONTROL);
    }

    /** The same entry in a tenant's ledger. */
    Entry in(UUID other) {
        return new Entry(
                kind,
                result,
                other,
                who,
                action,
                scope,
                rule,
                obligations,
                requestId,
                address,
                count,
                details,
                listed);
    }

    private static Kind kind(GrantedPermit permit) {
        if (permit.action().equals(Actions.SIGN_IN)) {
            return Kind.SIGN_IN;
        }
        return switch (permit.caller()) {
            case Caller.Operator _ -> Kind.OPERATOR;
            case Caller.Platform _ -> Kind.PLATFORM;
            case Caller.Principal _,
                    Caller.AccountKey _,
                    Caller.SharedAccess _,
                    Caller.Delegated _,
                    Caller.Anonymous _ ->
                    Kind.CHANGE;
        };
    }

    /** An entry of the platform's own doing. */
    static Entry platform(Kind kind, UUID tenant, String action, Map<String, String> details) {
        return new Entry(
                kind,
                Result.DONE,
                tenant,
                Who.PLATFORM,
                action,
                Scope.of(""),
                "",
                Set.of(),
                "",
                "",
                1,
                details,
                true);
    }
}
