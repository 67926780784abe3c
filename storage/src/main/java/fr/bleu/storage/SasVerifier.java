package fr.bleu.storage;

import fr.bleu.http.Request;
import fr.bleu.trust.Action;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Obligation;
import fr.bleu.trust.Scope;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;

/**
 * Verifies service shared access signatures of containers and blobs. Every field is enforced or
 * refused.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/create-service-sas">Create a
 *     service SAS</a>
 */
final class SasVerifier {
    private static final LocalDate OLDEST_VERSION = LocalDate.of(2015, 4, 5);
    private static final LocalDate WITH_RESOURCE = LocalDate.of(2018, 11, 9);
    private static final LocalDate WITH_ENCRYPTION_SCOPE = LocalDate.of(2020, 12, 6);

    /** Permissions that exist; those not named in {@link #grant} open operations we do not have. */
    private static final String PERMISSIONS = "racwdxyltmeopif";

    private final InstantSource clock;

    SasVerifier(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The caller.
     *
     * @param container the container that the request names; empty for the account itself
     * @param blob the blob that the request names; empty for the container itself
     * @throws fr.bleu.http.Failure 403 with the code for what is wrong
     */
    Caller.SharedAccess verify(
            Request request, Account account, SasToken token, String container, String blob) {
        if (container.isEmpty()) {
            throw StorageError.AUTHENTICATION_FAILED.failure(
                    "A service signature opens containers and blobs, not the account.");
        }
        Scope opened = opened(account, token, container, blob);
        String title = requireSigned(account, token, container, blob);
        requireTime(token);
        SasOrigin.require(token, request);
        Set<Action> actions = new HashSet<>();
        String permissions = token.required("sp");
        for (int i = 0; i < permissions.length(); i++) {
            grant(permissions.charAt(i), actions);
        }
        boolean createsOnly =
                permissions.contains("c")
                        && !permissions.contains("w")
                        && !permissions.contains("a");
        return new Caller.SharedAccess(
                account.tenant(),
                account.id(),
                opened,
                actions,
                createsOnly ? Set.of(Obligation.CREATE_ONLY) : Set.of(),
                title,
                request.origin());
    }

    private static void grant(char permission, Set<Action> actions) {
        switch (permission) {
            case 'r' -> actions.add(Actions.READ_BLOB);
            case 'a' -> actions.add(Actions.APPEND_SIGNED);
            case 'c' -> actions.add(Actions.ADD_BLOB);
            case 'w' -> {
                actions.add(Actions.WRITE_BLOB);
                actions.add(Actions.ADD_BLOB);
            }
            case 'd' -> actions.add(Actions.DELETE_BLOB);
            case 'l' -> actions.add(Actions.LIST_SIGNED);
            default -> {
                if (PERMISSIONS.indexOf(permission) < 0) {
                    throw StorageError.AUTHENTICATION_FAILED.failure(
                            "The signature field 'sp' has an unknown permission.");
                }
            }
        }
    }

    private static Scope opened(Account account, SasToken token, String container, String blob) {
        Scope scope = ContainerTarget.scope(account.scope(), container);
        return switch (token.required("sr")) {
            case "c" -> scope;
            case "b" -> {
                if (blob.isEmpty()) {
                    throw StorageError.AUTHENTICATION_FAILED.failure(
                            "The signature is one of a blob, and the request names none.");
                }
                yield scope.item(blob);
            }
            default ->
                    throw StorageError.AUTHENTICATION_FAILED.failure(
                            "The signature field 'sr' is not 'b' or 'c'.");
        };
    }

    private static String requireSigned(
            Account account, SasToken token, String container, String blob) {
        byte[] signature = SharedKeyVerifier.decoded(token.required("sig"));
        String text = stringToSign(token, account.name(), container, blob);
        boolean first = MessageDigest.isEqual(account.key1().sign(text), signature);
        boolean second = !first && MessageDigest.isEqual(account.key2().sign(text), signature);
        if (!first && !second) {
            throw StorageError.AUTHENTICATION_FAILED.failure("The signature does not match.");
        }
        return first ? account.key1().title("key1") : account.key2().title("key2");
    }

    /** What is signed, in the layout of the token's version. */
    static String stringToSign(SasToken token, String account, String container, String blob) {
        LocalDate version = version(token);
        String resource = "/blob/" + account + "/" + container;
        if (token.required("sr").equals("b")) {
            resource += "/" + blob;
        }
        StringBuilder text = new StringBuilder(256);
        line(text, token.text("sp"), token.text("st"), token.text("se"), resource);
        // No stored access policies: the identifier is empty or the token was refused.
        line(text, "", token.text("sip"), token.text("spr"), token.text("sv"));
        if (!version.isBefore(WITH_RESOURCE)) {
            // The resource, and no snapshot.
            line(text, token.text("sr"), "");
        }
        if (!version.isBefore(WITH_ENCRYPTION_SCOPE)) {
            line(text, "");
        }
        line(text, token.text("rscc"), token.text("rscd"), token.text("rsce"), token.text("rscl"));
        return text.append(token.text("rsct")).toString();
    }

    private static void line(StringBuilder text, String... fields) {
        for (String field : fields) {
            text.append(field).append('\n');
        }
    }

    private static LocalDate version(SasToken token) {
        try {
            LocalDate version = LocalDate.parse(token.required("sv"));
            if (!version.isBefore(OLDEST_VERSION)) {
                return version;
            }
        } catch (DateTimeException e) {
            throw StorageError.AUTHENTICATION_FAILED.failure(
                    "The signature field 'sv' is not a version.");
        }
        throw StorageError.AUTHENTICATION_FAILED.failure(
                "Signatures before version 2015-04-05 are not supported.");
    }

    private void requireTime(SasToken token) {
        Instant now = clock.instant();
        if (!token.text("st").isEmpty() && moment(token, "st").isAfter(now)) {
            throw StorageError.AUTHENTICATION_FAILED.failure("The signature is not valid yet.");
        }
        token.required("se");
        if (!moment(token, "se").isAfter(now)) {
            throw StorageError.AUTHENTICATION_FAILED.failure("The signature has expired.");
        }
    }

    /** ISO 8601 in UTC or with an offset; a date alone is its first moment. */
    private static Instant moment(SasToken token, String field) {
        String text = token.text(field);
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return text.endsWith("Z")
                    ? LocalDateTime.parse(text.substring(0, text.length() - 1))
                            .toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw StorageError.AUTHENTICATION_FAILED.failure(
                    "The signature field '" + field + "' is not a UTC time.");
        }
    }
}
