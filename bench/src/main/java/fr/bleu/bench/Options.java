package fr.bleu.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The command's words.
 *
 * @param names beginnings of the works' names; none for all
 * @param rounds timed rounds of each server
 * @param seconds how long one round is
 * @param warmUp seconds before the first timed round; on two cores a JVM needs half a minute until
 *     its compiler is done with what is hot
 * @param profile whether one more round of ours is sampled
 * @param blobs how many a large container has; of them whole thousands
 */
record Options(
        List<String> names, int rounds, int seconds, int warmUp, boolean profile, int blobs) {

    static final String USAGE =
            "bench [--rounds N] [--seconds N] [--warm-up SECONDS] [--profile] [--blobs N] [NAME…],"
                + " a name being the beginning of a work's, such as put4k, get256m, ledger, path or"
                + " start";

    /**
     * @throws IllegalArgumentException for what it does not know
     */
    static Options parse(String[] words) {
        List<String> names = new ArrayList<>();
        int rounds = 5;
        int seconds = 5;
        int warmUp = 30;
        boolean profile = false;
        int blobs = 100_000;
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--rounds" -> rounds = positive(words, ++i);
                case "--seconds" -> seconds = positive(words, ++i);
                case "--warm-up" -> warmUp = positive(words, ++i);
                case "--profile" -> profile = true;
                case "--blobs" -> blobs = blobs(words, ++i);
                default -> names.add(words[i]);
            }
        }
        return new Options(List.copyOf(names), rounds, seconds, warmUp, profile, blobs);
    }

    boolean wants(String work) {
        return names.isEmpty() || names.stream().anyMatch(work::startsWith);
    }

    private static int blobs(String[] words, int at) {
        if (at < words.length && words[at].matches("[1-9]\\d{3,7}")) {
            return Integer.parseInt(words[at]);
        }
        throw new IllegalArgumentException("--blobs needs a number from 1000 to 99999999");
    }

    private static int positive(String[] words, int at) {
        if (at < words.length && words[at].matches("[1-9]\\d{0,3}")) {
            return Integer.parseInt(words[at]);
        }
        throw new IllegalArgumentException(words[at - 1] + " needs a number from 1 to 9999");
    }
}
