package fr.bleu.http;

import fr.bleu.store.StoreFailedException;
import fr.bleu.trust.DeniedException;
import fr.bleu.trust.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has failures worded by the site's protocol, and logs those that are the platform's own. */
final class ErrorWording {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorWording.class);
    private final Router router;

    ErrorWording(Router router) {
        this.router = router;
    }

    Protocol protocol(Request request) {
        return router.protocol(request.site()).orElseThrow();
    }

    /** The answer to a failed request; a body that could not be read is the first cause. */
    Answer worded(ServerRequest request, Throwable failure) {
        Throwable cause = request.bodyFailure().map(Throwable.class::cast).orElse(failure);
        try {
            return logged(request, cause);
        } catch (RuntimeException e) {
            return unworded(request, e);
        }
    }

    private Answer logged(ServerRequest request, Throwable cause) {
        Answer answer = protocol(request).failure(request, meant(cause));
        // What a protocol words as the caller's mistake is one, whatever its type.
        if (answer.status() == 503) {
            logUnavailable(request, cause);
        } else if (answer.status() >= 500) {
            log(request, cause);
        }
        return answer;
    }

    /** To word a refusal a protocol may look something up, and the store may be away. */
    private Answer unworded(ServerRequest request, RuntimeException failure) {
        if (failure instanceof StoreFailedException || failure instanceof UnavailableException) {
            try {
                return logged(request, failure);
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
        log(request, failure);
        return Answer.of(500, "text/plain; charset=utf-8", "The server failed.\n");
    }

    /** A store that cannot be read may be reached again soon: no protocol has to know it. */
    private static Throwable meant(Throwable failure) {
        return failure instanceof StoreFailedException
                ? new UnavailableException("the store cannot be read")
                : failure;
    }

    /** The answer with the headers that each one of its site has. */
    Answer complete(ServerRequest request, Answer answer) {
        Headers common = protocol(request).common(request);
        Answer complete = new Answer(answer.status(), answer.headers().with(common), answer.body());
        boolean named =
                complete.headers().all().stream()
                        .anyMatch(h -> h.name().equalsIgnoreCase(Dispatcher.REQUEST_ID));
        return named
                ? complete
                : complete.with(Dispatcher.REQUEST_ID, request.origin().requestId());
    }

    /** Something that the node stands on is away: the operator must know, but nothing is broken. */
    private static void logUnavailable(ServerRequest request, Throwable failure) {
        if (!isExpected(failure)) {
            LOG.warn(
                    "Request {} was told to come back: {}",
                    request.origin().requestId(),
                    Redaction.of(failure.toString()));
        }
    }

    /** Logs what is neither the caller's mistake nor the expected end of a connection. */
    void log(ServerRequest request, Throwable failure) {
        if (!isExpected(failure)) {
            LOG.error("Request {} failed: {}", request.origin().requestId(), Redaction.of(failure));
        }
    }

    private static boolean isExpected(Throwable failure) {
        return failure instanceof Failure
                || failure instanceof DeniedException
                || failure instanceof UnavailableException
                || failure instanceof org.eclipse.jetty.io.EofException;
    }
}
