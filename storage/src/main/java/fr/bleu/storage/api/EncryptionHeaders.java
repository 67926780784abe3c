package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Request;
import fr.bleu.storage.Blob;
import fr.bleu.storage.ContainerEncryption;
import fr.bleu.storage.CustomerKey;
import fr.bleu.storage.GivenEncryption;
import fr.bleu.storage.StorageError;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The headers of customers' own keys and of encryption scopes.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/blobs/encryption-customer-provided-keys">Provide
 *     an encryption key on a request</a>
 */
final class EncryptionHeaders {
    static final String SCOPE = "x-ms-encryption-scope";
    private static final String DEFAULT_SCOPE = "x-ms-default-encryption-scope";
    private static final String DENY_OVERRIDE = "x-ms-deny-encryption-scope-override";
    static final String KEY_SHA256 = "x-ms-encryption-key-sha256";
    private static final String KEY = "x-ms-encryption-key";
    private static final String ALGORITHM = "x-ms-encryption-algorithm";

    private static final Set<String> CUSTOMER = Set.of(KEY, KEY_SHA256, ALGORITHM);
    private static final Pattern SCOPE_NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** Operations that write with a customer's key, by {@link Unsupported}. */
    private static final Set<String> WRITES =
            Set.of(
                    "PUT",
                    "PUT from url",
                    "PUT block",
                    "PUT block from url",
                    "PUT blocklist",
                    "PUT appendblock",
                    "PUT appendblock from url",
                    "PUT page",
                    "PUT page from url",
                    "PUT properties resize",
                    "PUT metadata",
                    "PUT snapshot");

    private static final Set<String> READS = Set.of("GET", "HEAD", "GET metadata", "HEAD metadata");

    private EncryptionHeaders() {}

    /** Whether an operation honours a header of these; other headers are none of its business. */
    static boolean isHonoured(String name, String operation) {
        boolean writes = WRITES.contains(operation);
        if (name.equals(DEFAULT_SCOPE) || name.equals(DENY_OVERRIDE)) {
            return operation.equals("PUT container");
        }
        if (name.equals(SCOPE)) {
            return writes || operation.equals("PUT copy now");
        }
        return CUSTOMER.contains(name) && (writes || READS.contains(operation));
    }

    /**
     * What a request says.
     *
     * @throws Failure 400 for half of a key, a wrong one, both a key and a scope, or a key that did
     *     not come over TLS
     */
    static GivenEncryption of(Request request) {
        Optional<String> scope = scopeOf(request);
        if (CUSTOMER.stream().noneMatch(name -> request.header(name).isPresent())) {
            return scope.<GivenEncryption>map(name -> scope(SCOPE, name))
                    .orElse(GivenEncryption.DEFAULT);
        }
        if (scope.isPresent()) {
            throw RequestHeaders.invalid(SCOPE);
        }
        if (!request.baseUrl().startsWith("https://")) {
            throw StorageError.INVALID_HEADER_VALUE.failure(
                    "Header: " + KEY + ": a key is taken over https only.");
        }
        requireAlgorithm(request);
        try {
            return new GivenEncryption.Customer(
                    new CustomerKey(decoded(request, KEY), decoded(request, KEY_SHA256)));
        } catch (IllegalArgumentException e) {
            throw RequestHeaders.invalid(KEY_SHA256);
        }
    }

    /** The scope that a request names; a signature may name it, too, and then no other will do. */
    private static Optional<String> scopeOf(Request request) {
        Optional<String> named = request.header(SCOPE);
        Optional<String> signed = signedScope(request);
        if (named.isPresent() && signed.isPresent() && !named.equals(signed)) {
            throw StorageError.INVALID_HEADER_VALUE.failure(
                    "Header: " + SCOPE + ": the signature is for another encryption scope.");
        }
        return named.or(() -> signed);
    }

    private static Optional<String> signedScope(Request request) {
        return request.query("sig")
                .flatMap(_ -> request.query("ses"))
                .filter(name -> !name.isEmpty());
    }

    /**
     * What a new container's blobs are encrypted with by default.
     *
     * @throws Failure 400 when only one of the two headers is there
     */
    static ContainerEncryption ofContainer(Request request) {
        Optional<String> scope = request.header(DEFAULT_SCOPE);
        Optional<String> deny = request.header(DENY_OVERRIDE);
        if (scope.isEmpty() && deny.isEmpty()) {
            return ContainerEncryption.ACCOUNT;
        }
        if (scope.isEmpty() || deny.isEmpty()) {
            throw TypedHeaders.missing(scope.isEmpty() ? DEFAULT_SCOPE : DENY_OVERRIDE);
        }
        String name = scope(DEFAULT_SCOPE, scope.get()).name();
        boolean fixed = TypedHeaders.flag(request, DENY_OVERRIDE, false);
        if (fixed && signedScope(request).filter(signed -> !signed.equals(name)).isPresent()) {
            throw StorageError.REQUEST_FORBIDDEN_BY_CONTAINER_ENCRYPTION_POLICY.failure();
        }
        return new ContainerEncryption(
                name.equals(ContainerEncryption.ACCOUNT_KEY) ? "" : name, fixed);
    }

    /** A scope's name. */
    private static GivenEncryption.Scope scope(String header, String name) {
        if (!namesScope(name)) {
            throw RequestHeaders.invalid(header);
        }
        return new GivenEncryption.Scope(name);
    }

    /** Whether a text names a scope or the account's own key. */
    static boolean namesScope(String name) {
        return name.equals(ContainerEncryption.ACCOUNT_KEY) || isScopeName(name);
    }

    static boolean isScopeName(String name) {
        return name.length() >= 3 && name.length() <= 63 && SCOPE_NAME.matcher(name).matches();
    }

    /** Reads need not name the only one that there is. */
    private static void requireAlgorithm(Request request) {
        Optional<String> algorithm = request.header(ALGORITHM);
        if (algorithm.isEmpty() && request.method().equals("PUT")) {
            throw TypedHeaders.missing(ALGORITHM);
        }
        if (algorithm.filter(name -> !name.equals("AES256")).isPresent()) {
            throw RequestHeaders.invalid(ALGORITHM);
        }
    }

    private static byte[] decoded(Request request, String name) {
        String text = TypedHeaders.required(request, name);
        try {
            if (text.length() <= 2 * CustomerKey.BYTES) {
                return Base64.getDecoder().decode(text);
            }
        } catch (IllegalArgumentException e) {
            throw RequestHeaders.invalid(name);
        }
        throw RequestHeaders.invalid(name);
    }

    /** Whether a request has a customer's key. */
    static boolean isCustomers(Request request) {
        return request.header(KEY).isPresent();
    }

    /** The answer with the hash of the key that was used. */
    static Answer told(Request request, Answer answer) {
        return request.header(KEY_SHA256)
                .map(sha256 -> answer.with(KEY_SHA256, sha256))
                .orElse(answer);
    }

    /** Adds the scope that a blob is encrypted with. */
    static BlobHeaders tell(BlobHeaders headers, Blob blob) {
        blob.traits()
                .encryption()
                .filter(it -> !it.isCustomers())
                .ifPresent(it -> headers.add(SCOPE, it.scope()));
        return headers;
    }
}
