package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.Moment;
import fr.bleu.storage.Stamp;
import fr.bleu.storage.StorageError;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.Set;

/** {@code snapshot} and {@code versionid}: which state of a blob a request means. */
final class Moments {
    private static final String SNAPSHOT = "snapshot";
    private static final String VERSION = "versionid";
    private static final int MAX_CHARS = 40;
    private static final Stamp LAST = Stamp.parse("9999-12-31T23:59:59.9999999Z");

    /** Methods and {@code comp}s of operations that know snapshots and versions. */
    private static final Set<String> KNOWING =
            Set.of(
                    "GET",
                    "HEAD",
                    "DELETE",
                    "GET metadata",
                    "HEAD metadata",
                    "GET blocklist",
                    "GET pagelist",
                    "GET tags",
                    "PUT tags",
                    "PUT tier",
                    "PUT immutabilityPolicies",
                    "DELETE immutabilityPolicies",
                    "PUT legalhold");

    private Moments() {}

    /**
     * The state that a request means.
     *
     * @throws fr.bleu.http.Failure 400 for a time that is none, or for both
     */
    static Moment of(Request request) {
        Optional<Stamp> snapshot = time(request, SNAPSHOT);
        Optional<Stamp> version = time(request, VERSION);
        if (snapshot.isPresent() && version.isPresent()) {
            throw invalid(VERSION);
        }
        return snapshot.<Moment>map(Moment.Snapshot::new)
                .or(() -> version.map(Moment.Version::new))
                .orElse(Moment.NOW);
    }

    /** The parameter as an address carries it; empty for the blob as it stands. */
    static String query(Request request) {
        return switch (of(request)) {
            case Moment.Now now -> "";
            case Moment.Snapshot snapshot -> "?" + SNAPSHOT + "=" + snapshot.at().text();
            case Moment.Version version -> "?" + VERSION + "=" + version.id().text();
        };
    }

    /** Refuses both where an operation would have to ignore them. */
    static void refuseElsewhere(Request request) {
        String comp = request.query("comp").map(it -> " " + it).orElse("");
        boolean ofBlob = request.query("restype").isEmpty();
        if (ofBlob && KNOWING.contains(request.method() + comp)) {
            return;
        }
        for (String name : Set.of(SNAPSHOT, VERSION)) {
            if (request.query(name).isPresent()) {
                throw StorageError.UNSUPPORTED_QUERY_PARAMETER.failure("Parameter: " + name + ".");
            }
        }
    }

    /** The time that a parameter names, if it is there and not empty. */
    static Optional<Stamp> time(Request request, String name) {
        return request.query(name).filter(text -> !text.isEmpty()).map(text -> time(name, text));
    }

    private static Stamp time(String name, String text) {
        try {
            Stamp time = Stamp.parse(text);
            if (text.length() <= MAX_CHARS && time.ticks() > 0 && time.compareTo(LAST) <= 0) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw invalid(name);
        }
        throw invalid(name);
    }

    private static fr.bleu.http.Failure invalid(String name) {
        return StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: " + name + ".");
    }
}
