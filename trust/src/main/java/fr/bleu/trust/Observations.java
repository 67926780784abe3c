package fr.bleu.trust;

import fr.bleu.store.Key;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Entries of what changes nothing: refusals, failed sign-ins, data-plane reads. The first refusal
 * of a kind within a minute has an entry at once; repeats, reads and what strangers try are counted
 * and become one entry when the minute is over. Counting never waits for the store.
 */
public final class Observations {

    private static final Logger LOG = System.getLogger(Observations.class.getName());
    private static final long MINUTE_MILLIS = 60_000;
    private static final int ENTRIES_PER_CHANGE = 50;

    private final Journal journal;
    private final InstantSource clock;
    private final Tally refusals = new Tally();
    private final Tally reads = new Tally();

    /** Apart, so that nobody without a credential takes the room of those who have one. */
    private final Tally strangers = new Tally();

    private long minute;

    Observations(Journal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
        this.minute = clock.millis() / MINUTE_MILLIS;
    }

    /**
     * A known application failed to sign in: a wrong secret, a bad assertion.
     *
     * @param application its client id; it must exist in the tenant, so that nobody fills the
     *     ledger with invented ids (those are {@link #rejected})
     * @param reason a short fixed phrase
     */
    public void signInRefused(UUID tenant, UUID application, String reason, Origin origin) {
        Who who = new Who("anonymous", "", application.toString(), "");
        Tally.Subject subject =
                new Tally.Subject(
                        Entry.Kind.SIGN_IN,
                        tenant,
                        who,
                        Actions.SIGN_IN.name(),
                        Scope.of(""),
                        reason);
        refuse(subject, Set.of(), origin);
    }

    /**
     * A credential that did not verify, or named nobody: counted for the platform by site and
     * reason.
     *
     * @param site which api
     * @param reason a short fixed phrase
     */
    public void rejected(String site, String reason) {
        strangers.add(
                new Tally.Subject(
                        Entry.Kind.UNAUTHENTICATED,
                        Key.PLATFORM,
                        Who.ANONYMOUS,
                        site,
                        Scope.of(""),
                        reason));
    }

    /** A denial by the authorizer. */
    void refused(Caller caller, Action action, Target target, Denial denial) {
        switch (caller) {
            case Caller.Anonymous _ ->
                    strangers.add(
                            subject(Entry.Kind.UNAUTHENTICATED, caller, action, target, denial));
            case Caller.Principal _,
                    Caller.AccountKey _,
                    Caller.SharedAccess _,
                    Caller.Delegated _,
                    Caller.Operator _,
                    Caller.Platform _ ->
                    refuse(
                            subject(Entry.Kind.REFUSAL, caller, action, target, denial),
                            Set.of(),
                            caller.origin());
        }
    }

    /** A data-plane read that was permitted. The item is left out, so that a listing fits. */
    void read(GrantedPermit permit) {
        reads.add(
                new Tally.Subject(
                        Entry.Kind.READS,
                        permit.target().tenant(),
                        Who.of(permit.caller()),
                        permit.action().name(),
                        Scope.of(permit.target().scope().path()),
                        permit.rule()));
    }

    private static Tally.Subject subject(
            Entry.Kind kind, Caller caller, Action action, Target target, Denial denial) {
        return new Tally.Subject(
                kind,
                tenantOf(caller, target),
                Who.of(caller),
                action.name(),
                target.scope(),
                denial.rule());
    }

    /** In whose ledger a refusal stands: the caller's own tenant, where there is one. */
    private static UUID tenantOf(Caller caller, Target target) {
        return switch (caller) {
            case Caller.Anonymous _ -> target.tenant();
            case Caller.Principal p -> p.tenant();
            case Caller.AccountKey k -> k.tenant();
            case Caller.SharedAccess s -> s.tenant();
            case Caller.Delegated d -> d.tenant();
            case Caller.Operator _, Caller.Platform _ -> Key.PLATFORM;
        };
    }

    private void refuse(Tally.Subject subject, Set<Obligation> obligations, Origin origin) {
        if (refusals.add(subject) > 1) {
            return;
        }
        try {
            journal.append(
                    subject.tenant(),
                    List.of(entry(subject, 1, obligations, origin.requestId(), origin.address())));
        } catch (RuntimeException e) {
            // The caller is refused either way; the entry follows with the minute's count.
            refusals.add(subject);
            LOG.log(Level.WARNING, "a refusal is counted, its own entry failed: " + e.getMessage());
        }
    }

    private static Entry entry(
            Tally.Subject subject,
            long count,
            Set<Obligation> obligations,
            String requestId,
            String address) {
        boolean refused = subject.kind() != Entry.Kind.READS;
        return new Entry(
                subject.kind(),
                refused ? Entry.Result.REFUSED : Entry.Result.DONE,
                subject.tenant(),
                subject.who(),
                subject.action(),
                subject.scope(),
                subject.rule(),
                obligations,
                requestId,
                address,
                count,
                Map.of(),
                subject.kind() == Entry.Kind.REFUSAL || subject.kind() == Entry.Kind.SIGN_IN);
    }

    /** Commits what was counted, if its minute is over. Called about once a second. */
    synchronized void tick() {
        long now = clock.millis() / MINUTE_MILLIS;
        if (now != minute) {
            minute = now;
            flush();
        }
    }

    /** Commits everything that was counted. */
    synchronized void flush() {
        Map<UUID, List<Entry>> byTenant = new TreeMap<>();
        for (Tally.Count count : refusals.take()) {
            // The first of a kind has its own entry already; what overflowed has none.
            long first = count.subject().isOverflow() ? 0 : 1;
            if (count.times() > first) {
                add(byTenant, count.subject(), count.times() - first);
            }
        }
        for (Tally tally : List.of(reads, strangers)) {
            for (Tally.Count count : tally.take()) {
                add(byTenant, count.subject(), count.times());
            }
        }
        byTenant.forEach(this::append);
    }

    private static void add(Map<UUID, List<Entry>> byTenant, Tally.Subject subject, long times) {
        byTenant.computeIfAbsent(subject.tenant(), _ -> new ArrayList<>())
                .add(entry(subject, times, Set.of(), "", ""));
    }

    private void append(UUID tenant, List<Entry> entries) {
        for (int from = 0; from < entries.size(); from += ENTRIES_PER_CHANGE) {
            int to = Math.min(entries.size(), from + ENTRIES_PER_CHANGE);
            try {
                journal.append(tenant, entries.subList(from, to));
            } catch (RuntimeException e) {
                LOG.log(
                        Level.WARNING,
                        "counted entries are kept for the next try: " + e.getMessage());
                entries.subList(from, to).forEach(this::keep);
            }
        }
    }

    private void keep(Entry entry) {
        Tally.Subject subject =
                new Tally.Subject(
                        entry.kind(),
                        entry.tenant(),
                        entry.who(),
                        entry.action(),
                        entry.scope(),
                        entry.rule());
        if (entry.kind() == Entry.Kind.READS) {
            reads.add(subject, entry.count());
        } else if (entry.kind() == Entry.Kind.UNAUTHENTICATED) {
            strangers.add(subject, entry.count());
        } else {
            refusals.add(subject, entry.count() + (subject.isOverflow() ? 0 : 1));
        }
    }
}
