package fr.bleu.storage;

import fr.bleu.http.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The query parameters of a service shared access signature, as sent.
 *
 * @param field values by name, decoded; absent ones are not in it
 */
record SasToken(Map<String, String> field) {
    /** Every parameter that a signature covers, or that changes what it means. */
    private static final List<String> FIELDS =
            List.of(
                    "sv", "sr", "sp", "st", "se", "sip", "spr", "sig", "rscc", "rscd", "rsce",
                    "rscl", "rsct");

    /** Fields of other kinds of signatures, and of ours that are not enforced. */
    private static final Set<String> REFUSED =
            Set.of(
                    "si", "ses", "sdd", "ss", "srt", "skoid", "sktid", "skt", "ske", "sks", "skv",
                    "saoid", "suoid", "scid", "skdutid", "sduoid", "srh", "srq");

    SasToken {
        field = Map.copyOf(field);
    }

    /**
     * The token of a request that has one.
     *
     * @throws fr.bleu.http.Failure 403 for a field that is repeated or not enforced
     */
    static Optional<SasToken> of(Request request) {
        Map<String, List<String>> query = request.query();
        if (!query.containsKey("sig")) {
            return Optional.empty();
        }
        for (String name : query.keySet()) {
            if (REFUSED.contains(name)) {
                throw StorageError.AUTHENTICATION_FAILED.failure(
                        "The signature field '" + name + "' is not supported.");
            }
        }
        Map<String, String> field = new java.util.HashMap<>();
        for (String name : FIELDS) {
            List<String> values = query.get(name);
            if (values == null) {
                continue;
            }
            if (values.size() > 1) {
                throw StorageError.AUTHENTICATION_FAILED.failure(
                        "The signature field '" + name + "' is repeated.");
            }
            field.put(name, values.getFirst());
        }
        return Optional.of(new SasToken(field));
    }

    /** A field, empty if it is absent: what the string-to-sign holds for it. */
    String text(String name) {
        return field.getOrDefault(name, "");
    }

    /**
     * A field without which there is no signature.
     *
     * @throws fr.bleu.http.Failure 403 AuthenticationFailed
     */
    String required(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            throw StorageError.AUTHENTICATION_FAILED.failure(
                    "The signature field '" + name + "' is missing.");
        }
        return value;
    }

    @Override
    public String toString() {
        return "SasToken";
    }
}
