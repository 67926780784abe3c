package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Headers;
import fr.bleu.http.Protocol;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Caller;
import fr.bleu.trust.DeniedException;
import fr.bleu.trust.UnavailableException;
import java.util.Set;

/**
 * Static websites' habits on the wire: whoever asks is a stranger, and every refusal is one and the
 * same page, so that nobody learns which accounts there are on this stamp and which have no
 * website. That another stamp has an account is told, here as by its blob host.
 */
public final class WebsiteProtocol implements Protocol {
    static final String ERROR_CODE = "x-ms-error-code";

    /** What tells something of an account. */
    private static final Set<Integer> HIDDEN = Set.of(401, 403, 404, 409);

    static Failure notFound() {
        return new Failure(404, "WebContentNotFound", "The requested content does not exist.");
    }

    @Override
    public Set<String> discriminators() {
        return Set.of();
    }

    @Override
    public boolean ignoresCase() {
        return false;
    }

    /** Credentials are not looked at. */
    @Override
    public Caller caller(Request request, Route route) {
        return new Caller.Anonymous(request.origin());
    }

    @Override
    public Answer failure(Request request, Throwable failure) {
        Failure told =
                switch (failure) {
                    case Failure known -> HIDDEN.contains(known.status()) ? notFound() : known;
                    case DeniedException _ -> notFound();
                    case UnavailableException _ -> StorageError.SERVER_BUSY.failure();
                    default ->
                            new Failure(500, "InternalError", "The server encountered an error.");
                };
        if (told.status() == 304) {
            return new Answer(304, told.headers(), new Answer.Body.Empty());
        }
        Answer page =
                Answer.of(told.status(), "text/plain; charset=utf-8", told.getMessage() + "\n");
        Headers headers = page.headers().with(ERROR_CODE, told.code()).with(told.headers());
        return new Answer(page.status(), headers, page.body());
    }

    /** No sandbox, as blobs have: a website's pages are there to run. */
    @Override
    public Headers common(Request request) {
        return Headers.EMPTY.with("X-Content-Type-Options", "nosniff");
    }
}
