package fr.bleu.storage.api;

import fr.bleu.extents.DiskFullException;
import fr.bleu.extents.ExtentsUnavailableException;
import fr.bleu.http.Access;
import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Headers;
import fr.bleu.http.Protocol;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.identity.InvalidTokenException;
import fr.bleu.storage.Accounts;
import fr.bleu.storage.Callers;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Denial;
import fr.bleu.trust.DeniedException;
import fr.bleu.trust.UnavailableException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/** The Blob service's habits on the wire. */
public final class BlobProtocol implements Protocol {
    private static final Set<String> DISCRIMINATORS = Set.of("comp", "restype");
    private static final LocalDate OLDEST_VERSION = LocalDate.of(2015, 2, 21);

    private final DefaultVersions defaults;
    private final Cors cors;
    private final Callers callers;
    private final Challenge challenge;
    private final ErrorXml errors;

    public BlobProtocol(Accounts accounts, Callers callers, Challenge challenge, ErrorXml errors) {
        this.defaults = new DefaultVersions(accounts);
        this.cors = new Cors(accounts);
        this.callers = callers;
        this.challenge = challenge;
        this.errors = errors;
    }

    @Override
    public Set<String> discriminators() {
        return DISCRIMINATORS;
    }

    @Override
    public boolean ignoresCase() {
        return false;
    }

    @Override
    public Caller caller(Request request, Route route) {
        if (route.access() instanceof Access.Open) {
            // A preflight: what signs the request that it is about does not sign this one.
            return new Caller.Anonymous(request.origin());
        }
        requireVersion(request);
        requireReading(request);
        String container = route.path().contains("{container}") ? request.path("container") : "";
        String blob = route.path().contains("{blob...}") ? request.path("blob") : "";
        if (route.path().equals(RootContainer.PATH)) {
            container = RootContainer.NAME;
            blob = request.path("blob");
        }
        try {
            return callers.find(request, container, blob);
        } catch (InvalidTokenException e) {
            throw challenge.refused(request, e);
        }
    }

    private static void requireReading(Request request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (request.secondary() && !reads) {
            throw StorageError.INSUFFICIENT_ACCOUNT_PERMISSIONS.failure(
                    "Write operations are not allowed on a secondary address.");
        }
    }

    /** Any version that signs and answers as we do, the newest not yet published included. */
    private void requireVersion(Request request) {
        Optional<String> version = request.header(ServiceVersion.HEADER);
        if (version.isEmpty()) {
            // A signature names its version itself, and who has no credential needs none.
            boolean needed = request.header("authorization").isPresent();
            if (needed && defaults.of(request).isEmpty()) {
                throw StorageError.MISSING_REQUIRED_HEADER.failure("Header: x-ms-version.");
            }
            return;
        }
        try {
            if (!LocalDate.parse(version.get()).isBefore(OLDEST_VERSION)) {
                return;
            }
        } catch (DateTimeException e) {
            throw RequestHeaders.invalid(ServiceVersion.HEADER);
        }
        throw RequestHeaders.invalid(ServiceVersion.HEADER);
    }

    @Override
    public Answer failure(Request request, Throwable failure) {
        Answer answer = errors.answer(request, failureOf(request, failure));
        // What failed within may fail again when the rules are read.
        return answer.status() >= 500 ? answer : cors.decorated(request, answer);
    }

    private Failure failureOf(Request request, Throwable failure) {
        return switch (failure) {
            case Failure known -> known;
            case DeniedException denied -> denied(request, denied.denial());
            case UnavailableException busy -> busy();
            case DiskFullException full -> full();
            case ExtentsUnavailableException busy -> busy();
            default ->
                    new Failure(
                            500,
                            "InternalError",
                            "The server encountered an internal error. Please retry the request.");
        };
    }

    /**
     * The documented code for an account over one of its limits. Clients try again, and deletions
     * make room within seconds.
     */
    private static Failure full() {
        Failure busy = StorageError.SERVER_BUSY.failure("No space is left; deletions go on.");
        return new Failure(
                busy.status(),
                busy.code(),
                busy.getMessage(),
                Headers.EMPTY.with("Retry-After", "10"));
    }

    private static Failure busy() {
        StorageError busy = StorageError.SERVER_BUSY;
        return new Failure(
                busy.status(), busy.code(), busy.message(), Headers.EMPTY.with("Retry-After", "1"));
    }

    private Failure denied(Request request, Denial denial) {
        return switch (denial.reason()) {
            case UNAUTHENTICATED -> challenge.anonymous(request);
            case WRONG_TENANT -> challenge.wrongTenant(request);
            case NOT_PERMITTED -> StorageError.AUTHORIZATION_PERMISSION_MISMATCH.failure();
            case POLICY -> new Failure(403, "AuthorizationFailure", denial.message());
        };
    }

    @Override
    public Headers common(Request request) {
        Headers headers =
                Headers.EMPTY
                        .with(ServiceVersion.HEADER, version(request))
                        .with("x-ms-request-id", request.origin().requestId())
                        .with("X-Content-Type-Options", "nosniff")
                        .with("Content-Security-Policy", "sandbox; default-src 'none'");
        Optional<String> client =
                request.header("x-ms-client-request-id").filter(BlobProtocol::isEchoable);
        return client.isEmpty() ? headers : headers.with("x-ms-client-request-id", client.get());
    }

    /** The version that was asked for: in the header, in the signature, or the oldest we speak. */
    private String version(Request request) {
        return ServiceVersion.of(request)
                .or(() -> defaults.of(request))
                .filter(BlobProtocol::isEchoable)
                .orElse(OLDEST_VERSION.toString());
    }

    /** Azure echoes up to 1,024 visible characters. */
    private static boolean isEchoable(String value) {
        return value.length() <= 1_024 && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }
}
