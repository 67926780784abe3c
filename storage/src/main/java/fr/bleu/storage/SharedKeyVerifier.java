package fr.bleu.storage;

import fr.bleu.http.Request;
import fr.bleu.trust.Caller;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Verifies {@code Authorization: SharedKey account:signature} and {@code SharedKeyLite}, which
 * signs fewer headers and of the query only {@code comp}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key">Authorize
 *     with Shared Key</a>
 */
final class SharedKeyVerifier {
    /** How far a request's date may be from ours. */
    static final Duration MAX_SKEW = Duration.ofMinutes(15);

    private static final String SCHEME = "SharedKey ";
    private static final String LITE = "SharedKeyLite ";

    private static final HeaderOrder ORDER = new HeaderOrder();

    private static final List<String> SIGNED_HEADERS =
            List.of(
                    "content-encoding",
                    "content-language",
                    "content-length",
                    "content-md5",
                    "content-type",
                    "date",
                    "if-modified-since",
                    "if-match",
                    "if-none-match",
                    "if-unmodified-since",
                    "range");

    /** From this version on, headers without a value are signed; before, they are left out. */
    private static final String WITH_EMPTY_HEADERS = "2016-05-31";

    private final InstantSource clock;

    SharedKeyVerifier(InstantSource clock) {
        this.clock = clock;
    }

    /** The caller, or 403 AuthenticationFailed. */
    Caller.AccountKey verify(Request request, Account account, String authorization) {
        boolean lite = authorization.startsWith(LITE);
        String credential = authorization.substring((lite ? LITE : SCHEME).length()).strip();
        int colon = credential.indexOf(':');
        if (colon < 0) {
            throw StorageError.INVALID_AUTHENTICATION_INFO.failure();
        }
        if (!credential.substring(0, colon).equals(account.name())) {
            throw StorageError.AUTHENTICATION_FAILED.failure(
                    "The account of the Authorization header is not the account of the address.");
        }
        requireFresh(request);
        byte[] signature = decoded(credential.substring(colon + 1));
        String title =
                signer(account, text(lite, request, account, request.rawPath()), signature)
                        .or(() -> ofSecondary(lite, request, account, signature))
                        .orElseThrow(
                                () ->
                                        StorageError.AUTHENTICATION_FAILED.failure(
                                                "The signature does not match."));
        return new Caller.AccountKey(
                account.tenant(), account.id(), account.scope(), title, request.origin());
    }

    /** Of clients that read a secondary address, some sign the path that the primary has. */
    private static Optional<String> ofSecondary(
            boolean lite, Request request, Account account, byte[] signature) {
        if (!request.secondary()) {
            return Optional.empty();
        }
        String sent = request.rawPath();
        int end = sent.indexOf('/', 1);
        String primary = "/" + request.label() + (end < 0 ? "" : sent.substring(end));
        return signer(account, text(lite, request, account, primary), signature);
    }

    private static String text(boolean lite, Request request, Account account, String path) {
        return lite
                ? liteStringToSign(request, account.name(), path)
                : stringToSign(request, account.name(), path);
    }

    /** The key that made a signature. */
    private static Optional<String> signer(Account account, String text, byte[] signature) {
        if (MessageDigest.isEqual(account.key1().sign(text), signature)) {
            return Optional.of(account.key1().title("key1"));
        }
        return MessageDigest.isEqual(account.key2().sign(text), signature)
                ? Optional.of(account.key2().title("key2"))
                : Optional.empty();
    }

    private void requireFresh(Request request) {
        Instant date =
                request.header("x-ms-date")
                        .or(() -> request.header("date"))
                        .flatMap(HttpDates::parse)
                        .orElseThrow(
                                () ->
                                        StorageError.AUTHENTICATION_FAILED.failure(
                                                "Neither x-ms-date nor Date holds an RFC 1123"
                                                        + " date."));
        if (Duration.between(date, clock.instant()).abs().compareTo(MAX_SKEW) > 0) {
            throw StorageError.AUTHENTICATION_FAILED.failure(
                    "The request's date differs from the server's by more than 15 minutes.");
        }
    }

    static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return Checksums.NONE;
        }
    }

    /** What is signed, for versions from 2015-02-21 on. */
    static String stringToSign(Request request, String account) {
        return stringToSign(request, account, request.rawPath());
    }

    private static String stringToSign(Request request, String account, String path) {
        StringBuilder text = new StringBuilder(512).append(request.method()).append('\n');
        boolean dated = request.header("x-ms-date").isPresent();
        for (String name : SIGNED_HEADERS) {
            String value = request.header(name).orElse("");
            boolean empty =
                    (name.equals("content-length") && value.equals("0"))
                            || (name.equals("date") && dated);
            text.append(empty ? "" : value).append('\n');
        }
        appendHeaders(text, request.headers());
        appendResource(text, request, account, path);
        return text.toString();
    }

    /** What SharedKeyLite signs. */
    static String liteStringToSign(Request request, String account) {
        return liteStringToSign(request, account, request.rawPath());
    }

    private static String liteStringToSign(Request request, String account, String path) {
        StringBuilder text = new StringBuilder(256).append(request.method()).append('\n');
        for (String name : List.of("content-md5", "content-type")) {
            text.append(request.header(name).orElse("")).append('\n');
        }
        boolean dated = request.header("x-ms-date").isPresent();
        text.append(dated ? "" : request.header("date").orElse("")).append('\n');
        appendHeaders(text, request.headers());
        text.append('/').append(account).append(path);
        request.query("comp").ifPresent(comp -> text.append("?comp=").append(comp));
        return text.toString();
    }

    private static void appendHeaders(StringBuilder text, Map<String, List<String>> headers) {
        String version = headers.getOrDefault("x-ms-version", List.of("")).getFirst();
        boolean withEmpty = version.isEmpty() || version.compareTo(WITH_EMPTY_HEADERS) >= 0;
        List<String> names =
                headers.keySet().stream()
                        .filter(name -> name.startsWith("x-ms-"))
                        .sorted(ORDER)
                        .toList();
        for (String name : names) {
            String value = unfolded(String.join(",", headers.get(name)));
            if (withEmpty || !value.isEmpty()) {
                text.append(name).append(':').append(value).append('\n');
            }
        }
    }

    /** Folded lines become one blank, blanks at both ends go. */
    private static String unfolded(String value) {
        return value.indexOf('\n') < 0
                ? value.strip()
                : value.replaceAll("\\s*\\r?\\n\\s*", " ").strip();
    }

    /** The raw path, so that in path style the account comes twice; then the query, decoded. */
    private static void appendResource(
            StringBuilder text, Request request, String account, String path) {
        text.append('/').append(account).append(path);
        new TreeMap<>(request.query())
                .forEach(
                        (name, values) ->
                                text.append('\n').append(name).append(':').append(joined(values)));
    }

    private static String joined(List<String> values) {
        return values.size() == 1
                ? values.getFirst()
                : String.join(",", values.stream().sorted().toList());
    }

    /** Whether an Authorization header is of one of these schemes. */
    static boolean isFor(String authorization) {
        return authorization.startsWith(SCHEME) || authorization.startsWith(LITE);
    }
}
