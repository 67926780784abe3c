package fr.bleu.vault;

import fr.bleu.http.Answer;
import fr.bleu.http.Headers;
import fr.bleu.http.Protocol;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.trust.Caller;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The real protocol, except that tests name their caller.
 *
 * @param callers by their names
 */
record NamedCallers(Protocol real, Map<String, Caller> callers) implements Protocol {
    @Override
    public Set<String> discriminators() {
        return real.discriminators();
    }

    @Override
    public boolean ignoresCase() {
        return real.ignoresCase();
    }

    @Override
    public Caller caller(Request request, Route route) {
        Optional<String> name = request.header("test-caller");
        return name.isPresent() ? callers.get(name.get()) : real.caller(request, route);
    }

    @Override
    public Answer failure(Request request, Throwable failure) {
        return real.failure(request, failure);
    }

    @Override
    public Headers common(Request request) {
        return real.common(request);
    }
}
