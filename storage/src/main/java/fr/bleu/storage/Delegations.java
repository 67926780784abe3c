package fr.bleu.storage;

import fr.bleu.trust.Caller;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Hands out user delegation keys; each is an entry of the ledger. */
public final class Delegations {
    /** How long a key may be valid, and how far from now. */
    static final Duration LONGEST = Duration.ofDays(7);

    private final Accounts accounts;
    private final Commits commits;
    private final InstantSource clock;

    Delegations(Accounts accounts, Commits commits, InstantSource clock) {
        this.accounts = accounts;
        this.commits = commits;
        this.clock = clock;
    }

    /** A key with its secret, which its text form does not show. */
    public record Issued(DelegationKey key, byte[] secret, Receipt receipt) {
        @Override
        public String toString() {
            return key.toString();
        }
    }

    /**
     * A key for the principal that asks.
     *
     * @param permit for {@link Actions#DELEGATE}, which only principals get
     * @param start absent: now
     * @throws fr.bleu.http.Failure 400 InvalidXmlNodeValue for times more than seven days from now
     */
    public Issued issue(Permit permit, Optional<Instant> start, Instant expiry, String version) {
        permit.require(Actions.DELEGATE);
        if (!(permit.caller() instanceof Caller.Principal principal)) {
            throw StorageError.AUTHENTICATION_FAILED.failure("A key is a principal's own.");
        }
        Instant now = clock.instant();
        Instant from = start.orElse(now).truncatedTo(ChronoUnit.SECONDS);
        requireTimes(now, from, expiry);
        DelegationKey key =
                new DelegationKey(
                        principal.tenant(),
                        principal.principal(),
                        from,
                        expiry.truncatedTo(ChronoUnit.SECONDS),
                        version);
        Account account =
                accounts.find(permit.target().owner())
                        .orElseThrow(StorageError.ACCOUNT_NOT_FOUND::failure)
                        .account();
        CommitResult.Committed recorded =
                commits.record(
                        permit,
                        Map.of("account", account.name(), "expiry", key.expiry().toString()));
        return new Issued(key, key.secret(accounts.sealingKey(account)), recorded.receipt());
    }

    private static void requireTimes(Instant now, Instant start, Instant expiry) {
        boolean startNear =
                !start.isBefore(now.minus(LONGEST)) && !start.isAfter(now.plus(LONGEST));
        if (!startNear) {
            throw StorageError.INVALID_XML_NODE_VALUE.failure("Node: Start.");
        }
        boolean expiryNear = expiry.isAfter(now) && !expiry.isAfter(now.plus(LONGEST));
        boolean brief = !Duration.between(start, expiry).minus(LONGEST).isPositive();
        if (!expiryNear || !brief || !expiry.isAfter(start)) {
            throw StorageError.INVALID_XML_NODE_VALUE.failure("Node: Expiry.");
        }
    }
}
