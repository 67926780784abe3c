package fr.bleu.http;

import fr.bleu.trust.Caller;
import java.util.Set;

/** A site's wire habits: how callers show who they are, and how failures are worded. */
public interface Protocol {

    /**
     * Query parameters that tell operations apart, such as Blob's {@code comp} and {@code restype}.
     */
    Set<String> discriminators();

    /** Whether literal path segments match in any case, as ARM's do. */
    boolean ignoresCase();

    /**
     * Who is calling. No credential at all is {@link Caller.Anonymous}; a credential that does not
     * verify is a {@link Failure} with the protocol's own code.
     */
    Caller caller(Request request, Route route);

    /**
     * Words a failure: {@link Failure}, the trust exceptions, or anything else (an internal error).
     */
    Answer failure(Request request, Throwable failure);

    /** Headers that every answer of the site carries, such as the echoed client request id. */
    Headers common(Request request);
}
