package fr.bleu.http;

import fr.bleu.store.StoreFailedException;
import fr.bleu.trust.Caller;
import fr.bleu.trust.UnavailableException;
import java.util.Set;

/** A protocol with plain words: {@code code: message}. */
final class TestProtocol implements Protocol {
    /** A failure of a service's own type. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What only the store can tell how to word, and the store is away. */
    static final class NotWorded extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Set<String> discriminators;
    private final boolean ignoresCase;

    TestProtocol(boolean ignoresCase, String... discriminators) {
        this.ignoresCase = ignoresCase;
        this.discriminators = Set.of(discriminators);
    }

    @Override
    public Set<String> discriminators() {
        return discriminators;
    }

    @Override
    public boolean ignoresCase() {
        return ignoresCase;
    }

    @Override
    public Caller caller(Request request, Route route) {
        return new Caller.Anonymous(request.origin());
    }

    @Override
    public Answer failure(Request request, Throwable failure) {
        if (failure instanceof Failure known) {
            Answer answer =
                    Answer.of(
                            known.status(),
                            "text/plain",
                            request.site() + " " + known.code() + ": " + known.getMessage());
            return new Answer(
                            answer.status(), answer.headers().with(known.headers()), answer.body())
                    .with("x-asked-for", "'" + request.label() + "'");
        }
        if (failure instanceof NotWorded) {
            throw new StoreFailedException("away", null);
        }
        if (failure instanceof Refusal) {
            return Answer.of(409, "text/plain", request.site() + " Refused");
        }
        if (failure instanceof UnavailableException) {
            return Answer.of(503, "text/plain", request.site() + " Unavailable");
        }
        return Answer.of(500, "text/plain", request.site() + " InternalError");
    }

    @Override
    public Headers common(Request request) {
        return Headers.EMPTY.with("x-site", request.site().name());
    }
}
