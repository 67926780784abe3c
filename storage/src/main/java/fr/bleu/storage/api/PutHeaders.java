package fr.bleu.storage.api;

import fr.bleu.http.Percent;
import fr.bleu.http.Request;
import fr.bleu.storage.AccessTier;
import fr.bleu.storage.PutOptions;
import fr.bleu.storage.Stamp;
import fr.bleu.storage.StorageError;
import fr.bleu.storage.Tags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what a request that writes a blob's content lays down beside it. */
final class PutHeaders {
    static final String TAGS = "x-ms-tags";
    static final String TIER = "x-ms-access-tier";

    /** Ten tags, every character escaped. */
    private static final int MAX_TAGS_CHARS =
            3 * Tags.MAX * (Tags.MAX_NAME_CHARS + Tags.MAX_VALUE_CHARS + 2);

    private PutHeaders() {}

    static PutOptions options(Request request, Stamp now) {
        return new PutOptions(
                request.header(TAGS).map(PutHeaders::tags).orElse(Map.of()),
                tier(request),
                HoldHeaders.policy(request, now),
                HoldHeaders.legalHold(request).orElse(false));
    }

    /** {@code name=value&name=value}, encoded like a form: some SDKs write a space as a plus. */
    private static Map<String, String> tags(String header) {
        if (header.length() > MAX_TAGS_CHARS) {
            throw StorageError.TAGS_TOO_LARGE.failure();
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (String pair : header.split("&")) {
            int equals = pair.indexOf('=');
            if (pair.isEmpty()) {
                continue;
            }
            if (equals < 0) {
                throw RequestHeaders.invalid(TAGS);
            }
            String old =
                    tags.put(
                            decoded(pair.substring(0, equals)),
                            decoded(pair.substring(equals + 1)));
            if (old != null) {
                throw RequestHeaders.invalid(TAGS);
            }
        }
        return Tags.checked(tags);
    }

    private static String decoded(String part) {
        try {
            return Percent.decodeForm(part);
        } catch (IllegalArgumentException e) {
            throw RequestHeaders.invalid(TAGS);
        }
    }

    /** The tier that the request names, if it names one. */
    static Optional<AccessTier.Tier> tier(Request request) {
        Optional<String> name = request.header(TIER).filter(text -> !text.isEmpty());
        if (name.isEmpty()) {
            return Optional.empty();
        }
        AccessTier.Tier tier =
                AccessTier.Tier.of(name.get()).orElseThrow(() -> RequestHeaders.invalid(TIER));
        if (tier == AccessTier.Tier.COLD && !ServiceVersion.reaches(request, ServiceVersion.COLD)) {
            throw RequestHeaders.invalid(TIER);
        }
        return Optional.of(tier);
    }
}
