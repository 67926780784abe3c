package fr.bleu.conformance.tour;

/**
 * One step of the tour.
 *
 * @param name what is done
 * @param proves what its success proves
 */
record Step(String name, String proves, Work work) {

    /** A step's work. */
    @FunctionalInterface
    interface Work {
        /** Does it; throws when what the step proves does not hold. The text is what was seen. */
        String run() throws Exception;
    }
}
