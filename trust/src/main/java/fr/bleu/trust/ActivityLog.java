package fr.bleu.trust;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A tenant's listed entries, newest first, read from the ledger. */
public final class ActivityLog {

    private ActivityLog() {}

    /**
     * An entry as the activity log shows it.
     *
     * @param index its place in the ledger; the next page is {@code before} the last one's
     * @param kind {@code change}, {@code sign-in}, {@code custody}, {@code refusal}, …
     * @param result {@code done}, {@code intended}, {@code refused} or {@code failed}
     * @param caller the object id, account id or operator's name; may be empty
     * @param count how many times within the minute
     */
    public record Activity(
            long index,
            Instant time,
            String kind,
            String result,
            String callerType,
            String caller,
            String action,
            Scope scope,
            String rule,
            String requestId,
            String address,
            long count,
            Map<String, String> details) {}

    /**
     * Reads.
     *
     * @param permit for {@link Actions#ACTIVITY_READ}; only entries at or below its scope, and all
     *     of them where that is the root
     * @param before only entries with a smaller index
     * @param from not older than this
     * @param to not younger than this
     * @param limit 1 to 1,000
     */
    public List<Activity> read(
            Permit permit, OptionalLong before, Instant from, Instant to, int limit) {
        throw new UnsupportedOperationException("being built");
    }
}
