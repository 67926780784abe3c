package fr.bleu.storage;

import fr.bleu.store.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An account's lifecycle policy.
 *
 * @param modified when it was laid down; each one of an account has its own
 * @param rules 1 to {@value #MAX_RULES}
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure">Lifecycle
 *     management policy structure</a>
 */
public record LifecyclePolicy(Stamp modified, List<LifecycleRule> rules) {
    /** Rules of a policy. */
    public static final int MAX_RULES = 100;

    /** Prefixes of a rule, and tags. */
    public static final int MAX_CONDITIONS = 10;

    /** The longest age, in days: 1,000 years. */
    public static final int MAX_DAYS = 365_000;

    /** A whole policy as it is kept, in bytes. */
    public static final int MAX_BYTES = 512 * 1024;

    public LifecyclePolicy {
        rules = List.copyOf(rules);
    }

    static Key key(UUID account) {
        return Key.of(account, Tables.LIFECYCLE);
    }

    /** An action that is due, and whose it is. */
    record Due(LifecycleRule rule, LifecycleAction action) {}

    /**
     * What is to be done: of all that is due by any rule and can be done to it the cheapest, by the
     * first rule that says so.
     */
    Optional<Due> due(LifecycleSubject subject, Stamp now) {
        Due cheapest = null;
        for (LifecycleRule rule : active()) {
            if (!rule.filter().fits(subject)) {
                continue;
            }
            for (LifecycleAction action : rule.actions(subject.kind())) {
                boolean cheaper =
                        cheapest == null || action.deed().compareTo(cheapest.action().deed()) > 0;
                if (cheaper && subject.admits(action.deed(), now) && action.isDue(subject, now)) {
                    cheapest = new Due(rule, action);
                }
            }
        }
        return Optional.ofNullable(cheapest);
    }

    /** The rules that are enabled. */
    List<LifecycleRule> active() {
        return rules.stream().filter(LifecycleRule::enabled).toList();
    }

    byte[] encode() {
        Encoder out = new Encoder(1024).int64(modified.ticks()).int32(rules.size());
        rules.forEach(rule -> rule.encode(out));
        return out.done();
    }

    static LifecyclePolicy decode(byte[] value) {
        Decoder in = new Decoder(value);
        Stamp modified = new Stamp(in.int64());
        List<LifecycleRule> rules = new ArrayList<>();
        for (int left = in.int32(); left > 0; left--) {
            rules.add(LifecycleRule.decode(in));
        }
        return new LifecyclePolicy(modified, rules);
    }
}
