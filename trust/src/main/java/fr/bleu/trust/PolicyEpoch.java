package fr.bleu.trust;

import fr.bleu.store.Check;
import java.time.Duration;
import java.time.Instant;

/**
 * A tenant's policy epoch, as it was read together with a record ({@link Records#underEpoch}): what
 * is decided within the next moment by it is as current as the record, and asks the store no more.
 * Whoever keeps it for longer holds nothing.
 */
public final class PolicyEpoch {

    /** Longer than authenticating takes; a caller that is kept must not keep its roles. */
    static final Duration HOLDS = Duration.ofSeconds(1);

    private final Check check;
    private final Instant readAt;

    PolicyEpoch(Check check, Instant readAt) {
        this.check = check;
        this.readAt = readAt;
    }

    /** Names the tenant's epoch, so that it is no other tenant's. */
    Check check() {
        return check;
    }

    boolean holds(Instant now) {
        Duration age = Duration.between(readAt, now);
        return !age.isNegative() && age.compareTo(HOLDS) < 0;
    }
}
