package fr.bleu.vault;

import fr.bleu.keys.Keys;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Records;
import fr.bleu.trust.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Secrets, their versions and their deletion. Every method takes the vault and the secret's name
 * from the permit's target, and commits an entry: a vault's operations are custody operations,
 * reads included. Values are sealed under the vault's own key.
 */
public final class SecretStore {

    /** Versions of one secret; a purge must fit one commit. */
    public static final int MAX_VERSIONS = 900;

    private static final int ATTEMPTS = 20;
    private static final byte SEALED_FORMAT = 1;
    private static final int VERSION_BYTES = 16;

    private final Records records;
    private final Commits commits;
    private final Keys keys;
    private final InstantSource clock;
    private final RandomGenerator random;

    public SecretStore(
            Records records,
            Commits commits,
            Keys keys,
            InstantSource clock,
            RandomGenerator random) {
        this.records = records;
        this.commits = commits;
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    /** What a client sets. */
    public record NewSecret(
            String name,
            String value,
            Optional<String> contentType,
            Attributes attributes,
            Map<String, String> tags) {

        /** Says nothing of the value. */
        @Override
        public String toString() {
            return "NewSecret[" + name + "]";
        }
    }

    /** What a client changes; what is empty stays. */
    public record Patch(
            Optional<String> contentType,
            Function<Attributes, Attributes> attributes,
            Optional<Map<String, String>> tags) {}

    /** A secret's version, and the receipt of the operation's entry. */
    public record Result<T>(T value, Receipt receipt) {}

    /** A deleted secret: its current version and its times. */
    public record Deleted(Version version, Instant deletedAt, Instant purgeAt) {}

    /** Makes a new version, which becomes the current one. */
    public Result<Version> set(Permit permit, NewSecret secret) {
        return retry(
                () -> {
                    Draft draft = new Draft();
                    Instant now = clock.instant();
                    Optional<Stored> stored = records.get(headKey(permit));
                    Optional<SecretRecord> head = stored.map(it -> SecretRecord.decode(it.value()));
                    boolean fresh = head.isEmpty() || head.get().gone(now);
                    if (!fresh && head.get().deleted()) {
                        throw new VaultFailure(
                                VaultFailure.Kind.DELETED_BUT_RECOVERABLE,
                                "Secret "
                                        + head.get().name()
                                        + " is currently in a deleted but recoverable state, and"
                                        + " its name cannot be reused; in this state, the secret"
                                        + " can only be recovered or purged.");
                    }
                    if (fresh && head.isPresent()) {
                        dropVersions(permit, draft);
                    }
                    int versions = fresh ? 1 : head.get().versions() + 1;
                    requireRoom(versions);
                    Version version =
                            newVersion(secret, fresh ? secret.name() : head.get().name(), now);
                    draft.check(unchanged(headKey(permit), stored))
                            .put(
                                    headKey(permit),
                                    new SecretRecord(
                                                    version.secret(),
                                                    version.id(),
                                                    versions,
                                                    Optional.empty())
                                            .encode())
                            .put(versionKey(permit, version.id()), seal(permit, version))
                            .detail("version", version.id());
                    return commit(permit, draft, version);
                });
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

    /**
     * A version with its value.
     *
     * @param version empty for the current one
     */
    public Result<Version> get(Permit permit, Optional<String> version) {
        SecretRecord head = live(permit).head();
        Version found = version(permit, version.orElse(head.current()));
        if (!found.attributes().enabled()) {
            throw new VaultFailure(
                    VaultFailure.Kind.DISABLED,
                    "Operation get is not allowed on a disabled secret.");
        }
        return record(permit, found, Map.of("version", found.id()));
    }

    /** Changes a version's attributes, content type or tags; its value stays. */
    public Result<Version> update(Permit permit, Optional<String> version, Patch patch) {
        return retry(
                () -> {
                    Head live = live(permit);
                    String id = version.orElse(live.head().current());
                    Stored stored = storedVersion(permit, id);
                    Version old = open(permit, stored);
                    Version changed =
                            new Version(
                                    old.secret(),
                                    old.id(),
                                    old.value(),
                                    patch.contentType().or(old::contentType),
                                    patch.attributes().apply(old.attributes()),
                                    patch.tags().orElse(old.tags()),
                                    old.created(),
                                    clock.instant().getEpochSecond());
                    Draft draft =
                            new Draft()
                                    .check(live.stored().unchanged())
                                    .check(stored.unchanged())
                                    .put(stored.key(), seal(permit, changed))
                                    .detail("version", id);
                    return commit(permit, draft, changed);
                });
    }

    /** Deletes a secret with all its versions; it can be recovered until its purge time. */
    public Result<Deleted> delete(Permit permit, int retentionDays) {
        return retry(
                () -> {
                    Head live = live(permit);
                    // Whole seconds, as answers show them.
                    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
                    SecretRecord.Deletion deletion =
                            new SecretRecord.Deletion(
                                    now, now.plus(Duration.ofDays(retentionDays)));
                    Draft draft =
                            new Draft()
                                    .check(live.stored().unchanged())
                                    .put(
                                            live.stored().key(),
                                            live.head().with(Optional.of(deletion)).encode());
                    return commit(permit, draft, deleted(permit, live.head(), deletion));
                });
    }

    /** A deleted secret. */
    public Result<Deleted> getDeleted(Permit permit) {
        Head head = deleted(permit);
        return record(
                permit,
                deleted(permit, head.head(), head.head().deletion().orElseThrow()),
                Map.of());
    }

    /** Undoes a deletion. */
    public Result<Version> recover(Permit permit) {
        return retry(
                () -> {
                    Head deleted = deleted(permit);
                    Draft draft =
                            new Draft()
                                    .check(deleted.stored().unchanged())
                                    .put(
                                            deleted.stored().key(),
                                            deleted.head().with(Optional.empty()).encode());
                    return commit(permit, draft, version(permit, deleted.head().current()));
                });
    }

    /** Removes a deleted secret for good. */
    public Receipt purge(Permit permit, boolean purgeProtection) {
        return retry(
                        () -> {
                            Head deleted = deleted(permit);
                            if (purgeProtection) {
                                throw new VaultFailure(
                                        VaultFailure.Kind.PURGE_PROTECTED,
                                        "Operation purge is not allowed because purge protection is"
                                                + " enabled for this vault.");
                            }
                            Draft draft =
                                    new Draft()
                                            .check(deleted.stored().unchanged())
                                            .delete(deleted.stored().key());
                            dropVersions(permit, draft);
                            return commit(permit, draft, deleted.head());
                        })
                .receipt();
    }

    /** Names of live or deleted secrets with their current versions, in order. */
    public Result<Page<Listed>> list(
            Permit permit, boolean deleted, Optional<String> from, int limit) {
        Key table = Key.of(permit.target().owner(), Tables.SECRETS);
        Key start = from.map(table::text).orElse(table);
        Instant now = clock.instant();
        List<Listed> items = new java.util.ArrayList<>();
        for (List<Stored> batch = scan(start, table);
                !batch.isEmpty();
                batch = scan(batch.getLast().key().next(), table)) {
            for (Stored stored : batch) {
                SecretRecord head = SecretRecord.decode(stored.value());
                if (head.deleted() != deleted || head.gone(now)) {
                    continue;
                }
                if (items.size() == limit) {
                    return record(
                            permit,
                            new Page<>(items, Optional.of(Name.key(head.name()))),
                            Map.of());
                }
                items.add(new Listed(versionOf(permit, head), head.deletion()));
            }
        }
        return record(permit, new Page<>(items, Optional.empty()), Map.of());
    }

    private List<Stored> scan(Key from, Key table) {
        return records.scan(from, table.afterPrefix(), 100);
    }

    /** One secret of a list. */
    public record Listed(Version version, Optional<Instant> deletedAt, Optional<Instant> purgeAt) {
        Listed(Version version, Optional<SecretRecord.Deletion> deletion) {
            this(
                    version,
                    deletion.map(SecretRecord.Deletion::deletedAt),
                    deletion.map(SecretRecord.Deletion::purgeAt));
        }
    }

    /** A live secret's versions, in no particular order. */
    public Result<Page<Version>> versions(Permit permit, Optional<String> from, int limit) {
        live(permit);
        Key prefix = versionsOf(permit);
        Key start = from.map(prefix::text).orElse(prefix);
        List<Stored> found = records.scan(start, prefix.afterPrefix(), limit + 1);
        List<Version> items =
                found.stream().limit(limit).map(stored -> open(permit, stored)).toList();
        Optional<String> next =
                found.size() > limit
                        ? Optional.of(open(permit, found.getLast()).id())
                        : Optional.empty();
        return record(permit, new Page<>(items, next), Map.of());
    }

    // ---- records ----

    private record Head(Stored stored, SecretRecord head) {}

    private Head live(Permit permit) {
        Head head = head(permit);
        if (head.head().deleted()) {
            throw notFound(permit, "");
        }
        return head;
    }

    private Head deleted(Permit permit) {
        Head head = head(permit);
        if (!head.head().deleted()) {
            throw new VaultFailure(
                    VaultFailure.Kind.NOT_FOUND, "Deleted Secret not found: " + name(permit));
        }
        return head;
    }

    private Head head(Permit permit) {
        Stored stored = records.get(headKey(permit)).orElseThrow(() -> notFound(permit, ""));
        SecretRecord head = SecretRecord.decode(stored.value());
        if (head.gone(clock.instant())) {
            throw notFound(permit, "");
        }
        return new Head(stored, head);
    }

    private Version version(Permit permit, String id) {
        return open(permit, storedVersion(permit, id));
    }

    private Stored storedVersion(Permit permit, String id) {
        return records.get(versionKey(permit, id)).orElseThrow(() -> notFound(permit, "/" + id));
    }

    private Version versionOf(Permit permit, SecretRecord head) {
        Key key =
                Key.of(permit.target().owner(), Tables.VERSIONS)
                        .text(Name.key(head.name()))
                        .text(head.current());
        return records.get(key)
                .map(stored -> open(permit, stored))
                .orElseThrow(() -> new UnavailableException("the secret is changing"));
    }

    private Deleted deleted(Permit permit, SecretRecord head, SecretRecord.Deletion deletion) {
        return new Deleted(
                version(permit, head.current()), deletion.deletedAt(), deletion.purgeAt());
    }

    private void dropVersions(Permit permit, Draft draft) {
        records.scanPrefix(versionsOf(permit), MAX_VERSIONS)
                .forEach(stored -> draft.delete(stored.key()));
    }

    private static VaultFailure notFound(Permit permit, String version) {
        return new VaultFailure(
                VaultFailure.Kind.NOT_FOUND,
                "A secret with (name/id) "
                        + name(permit)
                        + version
                        + " was not found in this key vault. If you recently deleted this secret"
                        + " you may be able to recover it using the correct recovery command.");
    }

    private static String name(Permit permit) {
        String path = permit.target().scope().key();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Key headKey(Permit permit) {
        return Key.of(permit.target().owner(), Tables.SECRETS).text(name(permit));
    }

    private static Key versionsOf(Permit permit) {
        return Key.of(permit.target().owner(), Tables.VERSIONS).text(name(permit));
    }

    private static Key versionKey(Permit permit, String id) {
        return versionsOf(permit).text(id);
    }

    private static Check unchanged(Key key, Optional<Stored> stored) {
        return stored.map(Stored::unchanged).orElse(new Check.Absent(key));
    }

    // ---- sealing: the record's key is the associated data, so that no version passes for another
    // ----

    private byte[] seal(Permit permit, Version version) {
        Key key =
                Key.of(permit.target().owner(), Tables.VERSIONS)
                        .text(Name.key(version.secret()))
                        .text(version.id());
        return Formats.withFormat(
                SEALED_FORMAT, sealingKey(permit).seal(version.encode(), key.bytes()));
    }

    private Version open(Permit permit, Stored stored) {
        byte[] envelope = Formats.withoutFormat(SEALED_FORMAT, stored.value());
        return Version.decode(sealingKey(permit).open(envelope, stored.key().bytes()));
    }

    private SealingKey sealingKey(Permit permit) {
        return keys.account(permit.target().tenant(), permit.target().owner());
    }

    // ---- committing ----

    private <T> Result<T> record(Permit permit, T value, Map<String, String> details) {
        return new Result<>(value, commits.record(permit, details).receipt());
    }

    /** The result, or empty when another change came first. */
    private <T> Optional<Result<T>> commit(Permit permit, Draft draft, T value) {
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed ->
                    Optional.of(new Result<>(value, committed.receipt()));
            case CommitResult.Conflict _ -> Optional.empty();
        };
    }

    private static <T> T retry(java.util.function.Supplier<Optional<T>> attempt) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<T> result = attempt.get();
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new UnavailableException("the secret keeps changing; try again");
    }
}
