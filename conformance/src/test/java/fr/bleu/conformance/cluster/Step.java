package fr.bleu.conformance.cluster;

/** What one thread of the load does again and again. */
interface Step {

    /** Makes one or a few calls, and throws an {@link AssertionError} at what cannot be. */
    void step() throws Exception;

    /** Looks at all that it knows, while no fault is under way. */
    void verify() throws Exception;
}
