package fr.bleu.identity;

import java.time.Duration;

/** A sign-in is refused. */
public final class SignInException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SignInRefusal refusal;
    private final transient Duration retryAfter;

    SignInException(SignInRefusal refusal) {
        this(refusal, Duration.ZERO);
    }

    /**
     * @param retryAfter when to try again; zero when that is of no use
     */
    SignInException(SignInRefusal refusal, Duration retryAfter) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
        this.retryAfter = retryAfter;
    }

    /** Why. */
    public SignInRefusal refusal() {
        return refusal;
    }

    /** When to try again; zero when that is of no use. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
