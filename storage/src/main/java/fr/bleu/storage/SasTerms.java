package fr.bleu.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * When a signature is valid and what it permits: each said by the token or by the stored access
 * policy that it names, never by both.
 */
record SasTerms(Optional<Instant> start, Instant expiry, String permissions) {

    /**
     * A token's terms.
     *
     * @throws fr.bleu.http.Failure 403 AuthenticationFailed for a term that is missing, malformed
     *     or said twice
     */
    static SasTerms of(SasToken token, Optional<StoredPolicy> policy) {
        Optional<Instant> start =
                one("st", moment(token, "st"), policy.flatMap(StoredPolicy::start));
        Optional<Instant> expiry =
                one("se", moment(token, "se"), policy.flatMap(StoredPolicy::expiry));
        Optional<String> permissions =
                one(
                        "sp",
                        Optional.of(token.text("sp")).filter(text -> !text.isEmpty()),
                        policy.map(StoredPolicy::permissions).filter(text -> !text.isEmpty()));
        return new SasTerms(
                start,
                expiry.orElseThrow(() -> SasToken.refused("se", "is missing")),
                permissions.orElseThrow(() -> SasToken.refused("sp", "is missing")));
    }

    private static <T> Optional<T> one(String name, Optional<T> own, Optional<T> stored) {
        if (own.isPresent() && stored.isPresent()) {
            throw SasToken.refused(name, "is the stored access policy's to say");
        }
        return own.or(() -> stored);
    }

    /** A time field, if the token has it. */
    static Optional<Instant> moment(SasToken token, String field) {
        String text = token.text(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> moment = SasTime.parse(text);
        if (moment.isEmpty()) {
            throw SasToken.refused(field, "is not a UTC time");
        }
        return moment;
    }

    void requireNow(Instant now) {
        if (start.isPresent() && start.get().isAfter(now)) {
            throw StorageError.AUTHENTICATION_FAILED.failure("The signature is not valid yet.");
        }
        if (!expiry.isAfter(now)) {
            throw StorageError.AUTHENTICATION_FAILED.failure("The signature has expired.");
        }
    }
}
