package fr.bleu.conformance.tour;

/** What a step claims must hold. */
final class Expect {

    private Expect() {}

    static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    static void contains(String text, String part) {
        that(text.contains(part), "«" + part + "» is not in: " + text.strip());
    }
}
