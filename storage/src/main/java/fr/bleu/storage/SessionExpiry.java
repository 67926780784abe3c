package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import fr.bleu.trust.Action;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import fr.bleu.trust.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Drops uncommitted blocks of blobs that had no Put Block for a week.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/put-block#remarks">Put Block,
 *     remarks</a>
 */
final class SessionExpiry {
    static final Action EXPIRE = Upkeep.action("storage/expireBlocks");

    /** At least a week: the last touch is known to a day. */
    static final Duration AGE = Duration.ofDays(7).plus(Session.TOUCH_EVERY);

    private static final int PAGE = 100;

    private final Collecting.Tools tools;
    private final Upkeep upkeep;

    SessionExpiry(Collecting.Tools tools, Upkeep upkeep) {
        this.tools = tools;
        this.upkeep = upkeep;
    }

    /** Looks through one account's open sessions; whoever goes on with one meanwhile keeps it. */
    void look(Names.Holder account) {
        Key prefix = Key.of(account.owner(), Tables.SESSION);
        Instant before = tools.clock().instant().minus(AGE);
        Key from = prefix;
        while (true) {
            List<Stored> page = tools.reads().scan(from, prefix.afterPrefix(), PAGE);
            List<Stored> old = page.stream().filter(it -> touched(it).isBefore(before)).toList();
            if (!old.isEmpty()) {
                expire(account, old);
            }
            if (page.size() < PAGE) {
                return;
            }
            from = page.getLast().key().next();
        }
    }

    private static Instant touched(Stored session) {
        return Session.decode(session.value()).touched().instant();
    }

    private void expire(Names.Holder account, List<Stored> sessions) {
        UUID owner = account.owner();
        Scope scope =
                tools.reads()
                        .get(AccountRecord.key(owner))
                        .map(stored -> AccountRecord.place(stored.value()).scope())
                        .orElse(Scope.of(""));
        Target target = Target.in(account.tenant(), owner, scope);
        Draft draft = new Draft().detail("sessions", Integer.toString(sessions.size()));
        for (Stored session : sessions) {
            UUID id = Session.decode(session.value()).id();
            draft.check(session.unchanged())
                    .delete(session.key())
                    .writes(List.<Write>of(new Garbage.Session(id).put(owner, tools.clock())));
        }
        // After a conflict the next walk finds those that are still old.
        tools.commits().commit(upkeep.permit(target, EXPIRE, "expire uncommitted blocks"), draft);
        tools.afterCommit().run();
    }
}
