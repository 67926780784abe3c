package fr.bleu.vault;

import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Soft deletion, recovery and purge. Whether a deleted secret's time is over is asked of the clock
 * by each read; its records go when its name is used again. As {@link SecretStore}: the target
 * comes from the permit, and every operation has its entry.
 */
public final class DeletedSecrets {

    private final SecretRecords records;
    private final SecretCommits commits;
    private final InstantSource clock;

    DeletedSecrets(SecretRecords records, SecretCommits commits, InstantSource clock) {
        this.records = records;
        this.commits = commits;
        this.clock = clock;
    }

    /** Deletes a secret with all its versions; it can be recovered for the vault's retention. */
    public Result<DeletedSecret> delete(Permit permit, Vault vault) {
        return SecretCommits.retry(
                () -> {
                    SecretRecords.Head live = records.live(permit);
                    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
                    Deletion deletion =
                            new Deletion(now, now.plus(Duration.ofDays(vault.retentionDays())));
                    Draft draft = change(live, Optional.of(deletion));
                    Version current = records.current(permit, live.secret());
                    return commits.commit(
                            permit, vault, draft, new DeletedSecret(current, deletion));
                });
    }

    /** A deleted secret. */
    public Result<DeletedSecret> get(Permit permit) {
        SecretRecord head = records.deleted(permit).secret();
        Version current = records.current(permit, head);
        return commits.record(
                permit, new DeletedSecret(current, head.deletion().orElseThrow()), Map.of());
    }

    /** Undoes a deletion; gives the current version. */
    public Result<Version> recover(Permit permit, Vault vault) {
        return SecretCommits.retry(
                () -> {
                    SecretRecords.Head deleted = records.deleted(permit);
                    Draft draft = change(deleted, Optional.empty());
                    Version current = records.current(permit, deleted.secret());
                    return commits.commit(permit, vault, draft, current);
                });
    }

    /** Removes a deleted secret for good, unless the vault's purge protection forbids it. */
    public Receipt purge(Permit permit, Vault vault) {
        return SecretCommits.retry(() -> tryPurge(permit, vault)).receipt();
    }

    private Optional<Result<SecretRecord>> tryPurge(Permit permit, Vault vault) {
        SecretRecords.Head deleted = records.deleted(permit);
        if (vault.purgeProtection()) {
            throw new VaultFailure(
                    VaultFailure.Kind.PURGE_PROTECTED,
                    "Operation \"purge\" is not allowed because purge protection is enabled for"
                            + " this vault.");
        }
        Stored stored = deleted.stored();
        Draft draft = new Draft().check(stored.unchanged()).delete(stored.key());
        records.dropVersions(permit, draft);
        return commits.commit(permit, vault, draft, deleted.secret());
    }

    private static Draft change(SecretRecords.Head head, Optional<Deletion> deletion) {
        Stored stored = head.stored();
        return new Draft()
                .check(stored.unchanged())
                .put(stored.key(), head.secret().with(deletion).encode());
    }
}
