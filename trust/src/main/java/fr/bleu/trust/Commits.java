package fr.bleu.trust;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Room;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The only way for services to change anything: a permit and a draft become one change with its
 * sealed ledger entry. Writes whose keys belong to another owner than the permit's target are
 * refused as a programming error.
 *
 * <p>A permit that a role gave is checked against the tenant's policy epoch: a role revoked since
 * cannot commit. So is each permit to bring content, unless this node stands wherever content may
 * be: a region given up since takes none. Other permits of account keys and signatures are not; the
 * service adds the check that the account's record has not changed.
 */
public final class Commits {

    private final Store store;
    private final Journal journal;
    private final Authorizer authorizer;

    Commits(Store store, Journal journal, Authorizer authorizer) {
        this.store = store;
        this.journal = journal;
        this.authorizer = authorizer;
    }

    /**
     * Commits.
     *
     * @throws UnavailableException when the store is busy, its disk is full, or the outcome stays
     *     unknown (503)
     * @throws DeniedException when what permitted it was revoked meanwhile
     * @throws IllegalStateException when the draft reaches beyond the permit
     */
    public CommitResult commit(Permit permit, Draft draft) {
        GrantedPermit granted =
                switch (permit) {
                    case GrantedPermit it -> it;
                };
        DraftGuard.check(granted, draft);
        refuseWhenScarce(granted, draft);
        CommitResult result = once(granted, draft);
        if (result instanceof CommitResult.Conflict(Key key) && isEpoch(granted, key)) {
            return switch (authorizer.decideAnew(granted)) {
                case Denial denial -> throw authorizer.refused(granted, denial);
                case GrantedPermit again -> once(again, draft);
            };
        }
        return result;
    }

    /**
     * Commits an entry that changes nothing: a sign-in, a vault's read.
     *
     * @param details as {@link Draft#detail}
     */
    public CommitResult.Committed record(Permit permit, Map<String, String> details) {
        Draft draft = new Draft();
        details.forEach(draft::detail);
        return switch (commit(permit, draft)) {
            case CommitResult.Committed committed -> committed;
            case CommitResult.Conflict _ ->
                    throw new UnavailableException("what permits it keeps changing");
        };
    }

    /**
     * Commits what is about to be done in several steps; if this throws, it is not to be begun.
     *
     * @param details as {@link Draft#detail}
     */
    public void intend(Permit permit, Map<String, String> details) {
        note(permit, Entry.Result.INTENDED, details);
    }

    /** Commits what came of it. */
    public void ended(Permit permit, boolean done, Map<String, String> details) {
        note(permit, done ? Entry.Result.DONE : Entry.Result.FAILED, details);
    }

    private void note(Permit permit, Entry.Result result, Map<String, String> details) {
        GrantedPermit granted =
                switch (permit) {
                    case GrantedPermit it -> it;
                };
        CommitResult _ =
                journal.append(
                        granted.target().tenant(), List.of(Entry.of(granted, result, details)));
    }

    /**
     * Commits the platform's own upkeep. Every record must belong to {@link Key#PLATFORM} and to
     * none of trust's tables.
     *
     * @param purpose a short fixed phrase, which the entry names
     */
    public CommitResult housekeeping(String purpose, Draft draft) {
        DraftGuard.checkHousekeeping(draft);
        Entry entry = Entry.platform(Entry.Kind.PLATFORM, Key.PLATFORM, purpose, draft.details());
        return journal.commit(Key.PLATFORM, draft.checks(), draft.writes(), entry);
    }

    /**
     * What is left of a full disk is kept for deletions, the platform's upkeep, sign-ins and the
     * operator.
     */
    private void refuseWhenScarce(GrantedPermit permit, Draft draft) {
        boolean puts = draft.writes().stream().anyMatch(Write.Put.class::isInstance);
        boolean kept =
                permit.action().name().toLowerCase(Locale.ROOT).endsWith("/delete")
                        || Actions.isSelf(permit.action())
                        || permit.caller() instanceof Caller.Platform
                        || permit.caller() instanceof Caller.Operator;
        if (puts && !kept && store.room() != Room.ENOUGH) {
            throw new UnavailableException("no space is left; deletions go on");
        }
    }

    private CommitResult once(GrantedPermit permit, Draft draft) {
        UUID tenant = permit.target().tenant();
        List<Check> checks = new ArrayList<>(draft.checks());
        permit.epoch().filter(epoch -> !checks.contains(epoch)).ifPresent(checks::add);
        if (permit.action().equals(Actions.TENANT_CREATE)) {
            // An operator makes tenants and never writes into one that exists.
            checks.add(new Check.Absent(TenantAccess.epochKey(permit.target().owner())));
        }
        List<Write> writes = new ArrayList<>(draft.writes());
        draft.own().forEach(own -> writes.add(own.write()));
        Entry entry = Entry.of(permit, Entry.Result.DONE, draft.details());
        return journal.commit(tenant, checks, writes, entry);
    }

    /**
     * Whether the permit may only be of an older epoch. A draft that changes roles checks the epoch
     * too; if its own check is the stale one, the second try conflicts as well.
     */
    private static boolean isEpoch(GrantedPermit permit, Key key) {
        return permit.epoch().isPresent()
                && key.equals(TenantAccess.epochKey(permit.target().tenant()));
    }
}
