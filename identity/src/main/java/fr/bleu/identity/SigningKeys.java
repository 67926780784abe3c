package fr.bleu.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import fr.bleu.keys.Keys;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Records;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The keys that sign access tokens: RSA-3072, sealed by the platform's key. A successor is
 * published a day before it signs, so that whoever caches the published keys knows it in time; a
 * predecessor stays published until its last token has ended, and a day more.
 */
public final class SigningKeys {
    /** How long a key signs. */
    public static final Duration SIGNS_FOR = Duration.ofDays(30);

    /** How long a key is published before it signs. */
    public static final Duration PUBLISHED_BEFORE = Duration.ofDays(1);

    /** How long a key stays published after its successor took over. */
    public static final Duration PUBLISHED_AFTER = Tokens.LIFE.plus(Duration.ofDays(1));

    private static final int MAX_KEYS = 100;
    private static final byte FORMAT = 1;

    private final Records records;
    private final Commits commits;
    private final Keys keys;
    private final InstantSource clock;
    private final Supplier<KeyPair> pairs;
    private volatile List<SigningKey> known = List.of();

    SigningKeys(
            Records records,
            Commits commits,
            Keys keys,
            InstantSource clock,
            Supplier<KeyPair> pairs) {
        this.records = records;
        this.commits = commits;
        this.keys = keys;
        this.clock = clock;
        this.pairs = pairs;
    }

    /** Reads the keys; makes the first one at the first start. */
    void open() {
        load();
        if (known.isEmpty()) {
            add(clock.instant());
        }
    }

    /**
     * Publishes a successor when one is due and removes keys that nobody needs any more. Called by
     * housekeeping, at least daily; does nothing most of the time.
     */
    public synchronized void rotate() {
        load();
        Instant now = clock.instant();
        SigningKey newest = known.getLast();
        if (!now.isBefore(newest.activeFrom().plus(SIGNS_FOR).minus(PUBLISHED_BEFORE))) {
            add(now.plus(PUBLISHED_BEFORE));
        }
        List<SigningKey> all = known;
        for (int i = 0; i + 1 < all.size(); i++) {
            if (!now.isBefore(all.get(i + 1).activeFrom().plus(PUBLISHED_AFTER))) {
                remove(all.get(i));
            }
        }
    }

    /** The key that signs now. */
    SigningKey current() {
        Instant now = clock.instant();
        return known.stream()
                .filter(key -> !now.isBefore(key.activeFrom()))
                .reduce((first, second) -> second)
                .orElseGet(known::getFirst);
    }

    /** A published key by its id. */
    Optional<SigningKey> find(String kid) {
        return known.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    /** The public parts of all published keys (RFC 7517, 5), the oldest first. */
    public String published() {
        List<JWK> all = known.stream().<JWK>map(key -> key.jwk().toPublicJWK()).toList();
        return new JWKSet(all).toString();
    }

    private void load() {
        Key table = Key.of(Key.PLATFORM, IdentityTables.SIGNING_KEYS);
        known =
                records.scanPrefix(table, MAX_KEYS).stream()
                        .map(this::open)
                        .sorted(Comparator.comparing(SigningKey::activeFrom))
                        .toList();
    }

    private SigningKey open(Stored stored) {
        byte[] value = stored.value();
        if (value[0] != FORMAT) {
            throw new IllegalStateException("a signing key has an unknown format");
        }
        byte[] envelope = Arrays.copyOfRange(value, 1, value.length);
        return SigningKey.of(keys.platform().open(envelope, stored.key().bytes()));
    }

    private void add(Instant activeFrom) {
        SigningKey key = SigningKey.of(pairs.get(), activeFrom);
        Key at = IdentityTables.signingKey(key.kid());
        byte[] envelope = keys.platform().seal(key.plaintext(), at.bytes());
        byte[] value = new byte[envelope.length + 1];
        value[0] = FORMAT;
        System.arraycopy(envelope, 0, value, 1, envelope.length);
        commit(
                "publish-signing-key",
                new Draft()
                        .check(new Check.Absent(at))
                        .put(at, value)
                        .detail("kid", key.kid())
                        .detail("activeFrom", activeFrom.toString()));
    }

    private void remove(SigningKey key) {
        commit(
                "remove-signing-key",
                new Draft().delete(IdentityTables.signingKey(key.kid())).detail("kid", key.kid()));
    }

    private void commit(String purpose, Draft draft) {
        if (commits.housekeeping(purpose, draft) instanceof CommitResult.Conflict) {
            throw new IllegalStateException("a signing key changed meanwhile");
        }
        load();
    }
}
