package fr.bleu.vault;

import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.UnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How secrets' operations commit: each one has an entry of its own, reads included. */
final class SecretCommits {

    private static final int ATTEMPTS = 20;

    private final Commits commits;

    SecretCommits(Commits commits) {
        this.commits = commits;
    }

    /** The entry of a read. */
    <T> Result<T> record(Permit permit, T value, Map<String, String> details) {
        return new Result<>(value, commits.record(permit, details).receipt());
    }

    /**
     * The result, or empty when another change came first. The vault must still be what the
     * operation was decided by: live, and with its retention and purge protection.
     */
    <T> Optional<Result<T>> commit(Permit permit, Vault vault, Draft draft, T value) {
        return switch (commits.commit(permit, draft.check(vault.unchanged()))) {
            case CommitResult.Committed committed ->
                    Optional.of(new Result<>(value, committed.receipt()));
            case CommitResult.Conflict _ -> Optional.empty();
        };
    }

    /**
     * Reads, decides and commits until no other change comes first.
     *
     * @throws UnavailableException when one always does
     */
    static <T> T retry(Supplier<Optional<T>> attempt) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<T> result = attempt.get();
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new UnavailableException("the secret keeps changing; try again");
    }
}
