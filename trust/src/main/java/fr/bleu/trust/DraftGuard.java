package fr.bleu.trust;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Write;
import java.util.UUID;

/** Holds a draft to its permit; what fails here is a programming error, never a caller's. */
final class DraftGuard {

    private DraftGuard() {}

    static void check(GrantedPermit permit, Draft draft) {
        Target target = permit.target();
        refuseReaders(permit, draft);
        for (Write write : draft.writes()) {
            UUID owner = write.key().owner();
            if (!owner.equals(target.tenant()) && !owner.equals(target.owner())) {
                throw new IllegalStateException(
                        "a permit for " + target.owner() + " cannot write records of " + owner);
            }
            refuseTrusts(write);
        }
        for (Draft.Own own : draft.own()) {
            if (!own.tenant().equals(target.tenant()) && !own.tenant().equals(target.owner())) {
                throw new IllegalStateException(
                        "a permit of " + target.tenant() + " cannot act for " + own.tenant());
            }
        }
        if (permit.obligations().contains(Obligation.CREATE_ONLY) && !draft.writes().isEmpty()) {
            requireAbsent(draft);
        }
    }

    static void checkHousekeeping(Draft draft) {
        for (Write write : draft.writes()) {
            if (!write.key().owner().equals(Key.PLATFORM)) {
                throw new IllegalStateException("housekeeping cannot write a tenant's records");
            }
            refuseTrusts(write);
        }
        if (!draft.own().isEmpty()) {
            throw new IllegalStateException("housekeeping cannot write trust's records");
        }
    }

    static boolean isOn(Check check, Key key) {
        return switch (check) {
            case Check.Version version -> version.key().equals(key);
            case Check.Absent absent -> absent.key().equals(key);
            case Check.PrefixEmpty empty -> empty.guard().equals(key);
        };
    }

    private static void refuseReaders(GrantedPermit permit, Draft draft) {
        boolean writes = !draft.writes().isEmpty() || !draft.own().isEmpty();
        if (writes && permit.action().effect() == Action.Effect.READ) {
            throw new IllegalStateException(
                    "a permit for " + permit.action().name() + " writes nothing");
        }
    }

    private static void refuseTrusts(Write write) {
        if (Tables.isTrusts(write.key().tableId())) {
            throw new IllegalStateException("only trust writes trust's tables");
        }
    }

    private static void requireAbsent(Draft draft) {
        if (draft.checks().stream().noneMatch(Check.Absent.class::isInstance)) {
            throw new IllegalStateException("a create-only permit needs a check for absence");
        }
    }
}
