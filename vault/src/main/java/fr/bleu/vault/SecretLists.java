package fr.bleu.vault;

import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Snapshot;
import fr.bleu.trust.Permit;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists of secrets and of versions, without values. A page reads one consistent view; as in Azure,
 * a page may be short or empty and still not be the last. Each page has its entry.
 */
public final class SecretLists {

    /** Most secrets that one page looks at; those that it does not show count too. */
    static final int MAX_LOOKED_AT = 1_000;

    private static final int BATCH = 100;

    private final SecretRecords records;
    private final SecretCommits commits;
    private final InstantSource clock;

    SecretLists(SecretRecords records, SecretCommits commits, InstantSource clock) {
        this.records = records;
        this.commits = commits;
        this.clock = clock;
    }

    /**
     * Live secrets by name, each with its current version.
     *
     * @param from the name that the page begins at, in lower case
     * @param limit most secrets of the page
     */
    public Result<Page<Listed>> live(Permit permit, Optional<String> from, int limit) {
        return commits.record(permit, page(permit, false, from, limit), Map.of());
    }

    /** Deleted secrets that can be recovered; otherwise as {@link #live}. */
    public Result<Page<Listed>> deleted(Permit permit, Optional<String> from, int limit) {
        return commits.record(permit, page(permit, true, from, limit), Map.of());
    }

    private Page<Listed> page(Permit permit, boolean deleted, Optional<String> from, int limit) {
        Key table = SecretRecords.heads(permit);
        Key next = from.map(table::text).orElse(table);
        Instant now = clock.instant();
        List<Listed> items = new ArrayList<>();
        try (Snapshot snapshot = records.snapshot()) {
            for (int seen = 0; ; seen += BATCH) {
                List<Stored> batch = snapshot.scan(next, table.afterPrefix(), BATCH);
                for (Stored stored : batch) {
                    SecretRecord head = SecretRecord.decode(stored.value());
                    if (items.size() == limit || seen >= MAX_LOOKED_AT) {
                        return new Page<>(items, Optional.of(Name.key(head.name())));
                    }
                    if (head.deleted() == deleted && !head.gone(now)) {
                        Version current = records.current(snapshot, permit, head);
                        items.add(new Listed(current, head.deletion()));
                    }
                }
                if (batch.size() < BATCH) {
                    return new Page<>(items, Optional.empty());
                }
                next = batch.getLast().key().next();
            }
        }
    }

    /**
     * A live secret's versions, by id, which is by chance; none if there is no such secret, as
     * Azure answers.
     *
     * @param from the version that the page begins at
     * @param limit most versions of the page
     */
    public Result<Page<Version>> versions(Permit permit, Optional<String> from, int limit) {
        return commits.record(permit, versionPage(permit, from, limit), Map.of());
    }

    private Page<Version> versionPage(Permit permit, Optional<String> from, int limit) {
        Key prefix = SecretRecords.versions(permit);
        Key start = from.map(prefix::text).orElse(prefix);
        try (Snapshot snapshot = records.snapshot()) {
            if (records.findLive(snapshot, permit).isEmpty()) {
                return new Page<>(List.of(), Optional.empty());
            }
            List<Version> found =
                    snapshot.scan(start, prefix.afterPrefix(), limit + 1).stream()
                            .map(stored -> records.open(permit, stored))
                            .toList();
            return found.size() <= limit
                    ? new Page<>(found, Optional.empty())
                    : new Page<>(found.subList(0, limit), Optional.of(found.getLast().id()));
        }
    }
}
