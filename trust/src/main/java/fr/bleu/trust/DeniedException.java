package fr.bleu.trust;

/** Carries a {@link Denial} to the api that words it. */
public final class DeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Denial denial;

    public DeniedException(Denial denial) {
        super(denial.message(), null, false, false);
        this.denial = denial;
    }

    public Denial denial() {
        return denial;
    }
}
