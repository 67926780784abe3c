package fr.bleu.vault;

import fr.bleu.store.Check;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Live secrets and their versions. Every method takes the vault and the secret's name from the
 * permit's target, and commits an entry: a vault's operations are custody operations, reads
 * included.
 *
 * <p>Methods throw {@link VaultFailure} for what the vault refuses, and {@link
 * fr.bleu.trust.UnavailableException} when the store cannot commit now.
 */
public final class SecretStore {

    /** Versions of one secret: a purge must fit one commit. */
    public static final int MAX_VERSIONS = 900;

    private static final int VERSION_BYTES = 16;

    private final SecretRecords records;
    private final SecretCommits commits;
    private final InstantSource clock;
    private final RandomGenerator random;

    SecretStore(
            SecretRecords records,
            SecretCommits commits,
            InstantSource clock,
            RandomGenerator random) {
        this.records = records;
        this.commits = commits;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes a new version, which becomes the current one. The name of a deleted secret is taken
     * until it is purged or its time is over; then nothing of it is left.
     */
    public Result<Version> set(Permit permit, Vault vault, NewSecret secret) {
        return SecretCommits.retry(() -> trySet(permit, vault, secret));
    }

    private Optional<Result<Version>> trySet(Permit permit, Vault vault, NewSecret secret) {
        Instant now = clock.instant();
        Optional<Stored> stored = records.storedHead(permit);
        Optional<SecretRecord> head = stored.map(it -> SecretRecord.decode(it.value()));
        Optional<SecretRecord> kept = head.filter(it -> !it.gone(now));
        kept.filter(SecretRecord::deleted).ifPresent(SecretStore::refuseDeleted);
        Draft draft = new Draft();
        if (head.isPresent() && kept.isEmpty()) {
            records.dropVersions(permit, draft);
        }
        int versions = kept.map(SecretRecord::versions).orElse(0) + 1;
        requireRoom(versions);
        String name = kept.map(SecretRecord::name).orElse(secret.name());
        Version version = newVersion(secret, name, now);
        draft.check(unchanged(permit, stored));
        draft.put(
                SecretRecords.headKey(permit),
                new SecretRecord(name, version.id(), versions, Optional.empty()).encode());
        records.put(permit, draft, version);
        draft.detail("version", version.id());
        return commits.commit(permit, vault, draft, version);
    }

    private static void refuseDeleted(SecretRecord head) {
        throw new VaultFailure(
                VaultFailure.Kind.DELETED_BUT_RECOVERABLE,
                "Secret "
                        + head.name()
                        + " is currently in a deleted but recoverable state, and its name cannot be"
                        + " reused; in this state, the secret can only be recovered or purged.");
    }

    private static void requireRoom(int versions) {
        if (versions > MAX_VERSIONS) {
            throw new VaultFailure(
                    VaultFailure.Kind.LIMIT, "A secret has at most " + MAX_VERSIONS + " versions.");
        }
    }

    private Version newVersion(NewSecret secret, String name, Instant now) {
        byte[] id = new byte[VERSION_BYTES];
        random.nextBytes(id);
        return new Version(
                name,
                HexFormat.of().formatHex(id),
                secret.value(),
                secret.contentType(),
                secret.attributes(),
                secret.tags(),
                now.getEpochSecond(),
                now.getEpochSecond());
    }

    private static Check unchanged(Permit permit, Optional<Stored> head) {
        return head.map(Stored::unchanged)
                .orElseGet(() -> new Check.Absent(SecretRecords.headKey(permit)));
    }

    /**
     * A version with its value. Not before and expiry do not hide it, as in Azure.
     *
     * @param version empty for the current one
     */
    public Result<Version> get(Permit permit, Optional<String> version) {
        SecretRecord head = records.live(permit).secret();
        String id = version.orElse(head.current());
        Version found = records.open(permit, records.storedVersion(permit, id));
        if (!found.attributes().enabled()) {
            throw new VaultFailure(
                    VaultFailure.Kind.DISABLED,
                    "Operation get is not allowed on a disabled secret.");
        }
        return commits.record(permit, found, Map.of("version", id));
    }

    /**
     * Changes a version's attributes, content type or tags; its value stays.
     *
     * @param version empty for the current one
     */
    public Result<Version> update(
            Permit permit, Vault vault, Optional<String> version, Patch patch) {
        return SecretCommits.retry(
                () -> {
                    SecretRecords.Head live = records.live(permit);
                    String id = version.orElse(live.secret().current());
                    Stored stored = records.storedVersion(permit, id);
                    Version changed =
                            patch.apply(
                                    records.open(permit, stored), clock.instant().getEpochSecond());
                    Draft draft =
                            new Draft()
                                    .check(live.stored().unchanged())
                                    .check(stored.unchanged())
                                    .detail("version", id);
                    records.put(permit, draft, changed);
                    return commits.commit(permit, vault, draft, changed);
                });
    }
}
