package fr.bleu.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Slows the guessing of client secrets without letting a stranger lock anybody out.
 *
 * <p>Each failed secret takes a token from two buckets: that of the client at this source address,
 * and that of the client. An address whose own bucket is empty has to wait. When the client's
 * bucket is empty, addresses with failures on record have to wait, and an address without any still
 * gets its attempt: so whoever knows the secret gets in from there at once, whatever others do. A
 * secret that was right at an address is not slowed there any more: who shares an address with a
 * guesser and has signed in before is not kept out. For the first time he has to find a moment with
 * a token, as the guesser does.
 *
 * <p>Attempts that run at the same moment are all let in before the first has failed; a secret has
 * 256 random bits, so what matters is the load and the record, and both are bounded. Certificates
 * are not slowed: a signature cannot be guessed.
 */
final class GuessThrottle {
    /** Failures that an address may make at once, and when it gets another one. */
    static final int ADDRESS_BURST = 5;

    static final Duration ADDRESS_REFILL = Duration.ofSeconds(10);

    /** Failures that all addresses together may make at once, and when they get another one. */
    static final int CLIENT_BURST = 30;

    static final Duration CLIENT_REFILL = Duration.ofSeconds(2);

    /** The most buckets of either kind, and proofs; the least recently used goes first. */
    static final int MAX_BUCKETS = 10_000;

    private final InstantSource clock;
    private final Buckets<Source> addresses = new Buckets<>(ADDRESS_BURST, ADDRESS_REFILL);
    private final Map<Proof, Boolean> proven = bounded();
    private final Buckets<Client> clients = new Buckets<>(CLIENT_BURST, CLIENT_REFILL);

    GuessThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Whom attempts are counted for.
     *
     * @param application the client id; for ids that no application of the tenant has one id stands
     *     for all, so that inventing ids fills no memory
     */
    record Client(UUID tenant, UUID application) {}

    private record Source(Client client, String network) {}

    /** A credential that was right at an address. */
    private record Proof(Source source, UUID credential) {}

    /** How long this address has to wait before it may try; empty if it may try now. */
    synchronized Optional<Duration> wait(Client client, String address) {
        Instant now = clock.instant();
        Source source = new Source(client, network(address));
        if (!addresses.hasFailures(source, now)) {
            return Optional.empty();
        }
        Duration wait = addresses.untilNext(source, now);
        Duration clientWait = clients.untilNext(client, now);
        Duration longer = wait.compareTo(clientWait) > 0 ? wait : clientWait;
        return longer.isZero() ? Optional.empty() : Optional.of(longer);
    }

    /** A secret was wrong. */
    synchronized void failed(Client client, String address) {
        Instant now = clock.instant();
        addresses.take(new Source(client, network(address)), now);
        clients.take(client, now);
    }

    /** A secret was right: what this address failed before was a slip. */
    synchronized void succeeded(Client client, String address, UUID credential) {
        Source source = new Source(client, network(address));
        addresses.forget(source);
        proven.put(new Proof(source, credential), true);
    }

    /** Whether the secret, which is right, was right at this address before. */
    synchronized boolean isProven(Client client, String address, UUID credential) {
        return proven.get(new Proof(new Source(client, network(address)), credential)) != null;
    }

    /** How many buckets and proofs are kept. */
    synchronized int size() {
        return addresses.buckets.size() + clients.buckets.size() + proven.size();
    }

    /** Forgets the least recently used beyond the bound. */
    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MAX_BUCKETS;
            }
        };
    }

    /** An IPv4 address, or the /64 that one IPv6 host can draw all its addresses from. */
    private static String network(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            if (parsed instanceof Inet6Address) {
                byte[] bytes = parsed.getAddress();
                return java.util.HexFormat.of().formatHex(bytes, 0, 8);
            }
            return parsed.getHostAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return "?";
        }
    }

    /** Token buckets; a full one is not kept. */
    private static final class Buckets<K> {
        private final int burst;
        private final double tokensPerNano;
        private final Map<K, Bucket> buckets = bounded();

        private record Bucket(double tokens, Instant at) {}

        Buckets(int burst, Duration refill) {
            this.burst = burst;
            this.tokensPerNano = 1.0 / refill.toNanos();
        }

        boolean hasFailures(K key, Instant now) {
            return tokens(key, now) < burst;
        }

        /** Zero if there is a token. */
        Duration untilNext(K key, Instant now) {
            double missing = 1 - tokens(key, now);
            return missing <= 0
                    ? Duration.ZERO
                    : Duration.ofNanos((long) Math.ceil(missing / tokensPerNano));
        }

        void take(K key, Instant now) {
            buckets.put(key, new Bucket(Math.max(0, tokens(key, now) - 1), now));
        }

        void forget(K key) {
            buckets.remove(key);
        }

        private double tokens(K key, Instant now) {
            Bucket bucket = buckets.get(key);
            if (bucket == null) {
                return burst;
            }
            long nanos = Math.max(0, Duration.between(bucket.at(), now).toNanos());
            double tokens = bucket.tokens() + nanos * tokensPerNano;
            if (tokens >= burst) {
                buckets.remove(key);
                return burst;
            }
            return tokens;
        }
    }
}
