package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.HttpDates;
import fr.bleu.storage.Immutability;
import fr.bleu.storage.Stamp;
import fr.bleu.storage.StorageError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The headers of immutability policies and legal holds of blobs. */
final class HoldHeaders {
    static final String UNTIL = "x-ms-immutability-policy-until-date";
    static final String MODE = "x-ms-immutability-policy-mode";
    static final String LEGAL_HOLD = "x-ms-legal-hold";

    private HoldHeaders() {}

    /** Whether a request lays down any of it. */
    static boolean isPresent(Request request) {
        return List.of(UNTIL, MODE, LEGAL_HOLD).stream()
                .anyMatch(name -> request.header(name).isPresent());
    }

    /**
     * The policy that the request lays down, unlocked unless it says so.
     *
     * @param now after which its time must end, by at most 400 years
     */
    static Optional<Immutability> policy(Request request, Stamp now) {
        Optional<String> until = request.header(UNTIL);
        if (until.isEmpty()) {
            if (request.header(MODE).isPresent()) {
                throw StorageError.MISSING_REQUIRED_HEADER.failure("Header: " + UNTIL + ".");
            }
            return Optional.empty();
        }
        Instant moment =
                HttpDates.parse(until.get()).orElseThrow(() -> RequestHeaders.invalid(UNTIL));
        Duration time = Duration.between(now.instant(), moment);
        if (time.isNegative() || time.isZero() || time.toDays() > Immutability.MAX_DAYS) {
            throw RequestHeaders.invalid(UNTIL);
        }
        boolean locked = request.header(MODE).map(HoldHeaders::isLocked).orElse(false);
        return Optional.of(new Immutability(Stamp.of(moment), locked));
    }

    private static boolean isLocked(String mode) {
        return switch (mode.toLowerCase(Locale.ROOT)) {
            case "locked" -> true;
            case "unlocked" -> false;
            default -> throw RequestHeaders.invalid(MODE);
        };
    }

    static Optional<Boolean> legalHold(Request request) {
        return request.header(LEGAL_HOLD)
                .map(
                        text ->
                                switch (text.toLowerCase(Locale.ROOT)) {
                                    case "true" -> true;
                                    case "false" -> false;
                                    default -> throw RequestHeaders.invalid(LEGAL_HOLD);
                                });
    }
}
