package fr.bleu.http;

import java.util.Optional;

/** The request that a thread works on, so that what is logged meanwhile can be found by its id. */
public final class CurrentRequest {
    static final ScopedValue<String> ID = ScopedValue.newInstance();

    private CurrentRequest() {}

    /** The request's id, as its answer tells it; empty outside of any request. */
    public static Optional<String> id() {
        return ID.isBound() ? Optional.of(ID.get()) : Optional.empty();
    }
}
