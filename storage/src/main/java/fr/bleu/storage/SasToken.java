package fr.bleu.storage;

import fr.bleu.http.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The query parameters of a shared access signature, as sent.
 *
 * @param field values by name, decoded; absent ones are not in it
 */
record SasToken(Map<String, String> field) {
    /** What a signature is signed with, and what it opens. */
    enum Kind {
        /** By an account key, for an account. */
        ACCOUNT,
        /** By an account key, for a container or blob. */
        SERVICE,
        /** By a principal's user delegation key, for a container or blob. */
        DELEGATED
    }

    /** Every parameter that a signature covers, or that changes what it means. */
    private static final List<String> FIELDS =
            List.of(
                    "sv",
                    "sr",
                    "sp",
                    "st",
                    "se",
                    "sip",
                    "spr",
                    "sig",
                    "si",
                    "ss",
                    "srt",
                    "skoid",
                    "sktid",
                    "skt",
                    "ske",
                    "sks",
                    "skv",
                    "scid",
                    "ses",
                    "snapshot",
                    "versionid",
                    "rscc",
                    "rscd",
                    "rsce",
                    "rscl",
                    "rsct");

    /**
     * Fields that are not enforced: of hierarchical namespaces, other users than the one that
     * signs, and requests that are signed themselves.
     */
    private static final Set<String> REFUSED =
            Set.of("sdd", "saoid", "suoid", "skdutid", "sduoid", "srh", "srq");

    private static final Set<String> OF_ACCOUNTS = Set.of("ss", "srt");
    private static final Set<String> OF_DELEGATED =
            Set.of("skoid", "sktid", "skt", "ske", "sks", "skv", "scid");

    /** Fields that say nothing in an account's signature and are not signed there. */
    private static final Set<String> NOT_OF_ACCOUNTS = Set.of("sr", "si");

    SasToken {
        field = Map.copyOf(field);
    }

    /**
     * The token of a request that has one.
     *
     * @throws fr.bleu.http.Failure 403 for a field that is repeated, not enforced, or of another
     *     kind of signature than the others
     */
    static Optional<SasToken> of(Request request) {
        Map<String, List<String>> query = request.query();
        if (!query.containsKey("sig")) {
            return Optional.empty();
        }
        for (String name : query.keySet()) {
            if (REFUSED.contains(name)) {
                throw refused(name, "is not supported");
            }
        }
        Map<String, String> field = new HashMap<>();
        for (String name : FIELDS) {
            List<String> values = query.get(name);
            if (values == null) {
                continue;
            }
            if (values.size() > 1) {
                throw refused(name, "is repeated");
            }
            field.put(name, values.getFirst());
        }
        SasToken token = new SasToken(field);
        token.requireOneKind();
        return Optional.of(token);
    }

    Kind kind() {
        if (field.keySet().stream().anyMatch(OF_ACCOUNTS::contains)) {
            return Kind.ACCOUNT;
        }
        return field.keySet().stream().anyMatch(OF_DELEGATED::contains)
                ? Kind.DELEGATED
                : Kind.SERVICE;
    }

    /** What is not signed must not be there, or it would be ignored. */
    private void requireOneKind() {
        Kind kind = kind();
        for (String name : field.keySet()) {
            boolean foreign =
                    switch (kind) {
                        case ACCOUNT ->
                                OF_DELEGATED.contains(name) || NOT_OF_ACCOUNTS.contains(name);
                        case SERVICE -> false;
                        case DELEGATED -> name.equals("si");
                    };
            if (foreign) {
                throw refused(name, "belongs to another kind of signature");
            }
        }
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
            throw refused(name, "is missing");
        }
        return value;
    }

    /** 403 AuthenticationFailed for a field; its value is not told. */
    static fr.bleu.http.Failure refused(String name, String why) {
        return StorageError.AUTHENTICATION_FAILED.failure(
                "The signature field '" + name + "' " + why + ".");
    }

    @Override
    public String toString() {
        return "SasToken";
    }
}
