package fr.bleu.store.engine;

/** A store whose rows can be read as its engine keeps them: {@code fr.bleu.store.copy} asks. */
public interface Copyable {

    /** A view of this moment that may stay open for hours; the caller closes it. */
    EngineView moment();
}
