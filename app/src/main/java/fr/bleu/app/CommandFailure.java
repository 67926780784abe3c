package fr.bleu.app;

/** A command cannot go on: one clear line for the terminal, and an exit code that is not 0. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String line) {
        super(line, null, false, false);
    }
}
