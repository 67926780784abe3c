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
 */
record Options(List<String> names, int rounds, int seconds, int warmUp, boolean profile) {

    static final String USAGE =
            "bench [--rounds N] [--seconds N] [--warm-up SECONDS] [--profile] [NAME…], a name being"
                    + " the beginning of a work's, such as put4k, get256m, ledger, path or start";

    /**
     * @throws IllegalArgumentException for what it does not know
     */
    static Options parse(String[] words) {
        List<String> names = new ArrayList<>();
        int rounds = 5;
        int seconds = 5;
        int warmUp = 30;
        boolean profile = false;
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--rounds" -> rounds = positive(words, ++i);
                case "--seconds" -> seconds = positive(words, ++i);
                case "--warm-up" -> warmUp = positive(words, ++i);
                case "--profile" -> profile = true;
                default -> names.add(words[i]);
            }
        }
        return new Options(List.copyOf(names), rounds, seconds, warmUp, profile);
    }

    boolean wants(String work) {
        return names.isEmpty() || names.stream().anyMatch(work::startsWith);
    }

    private static int positive(String[] words, int at) {
        if (at < words.length && words[at].matches("[1-9]\\d{0,3}")) {
            return Integer.parseInt(words[at]);
        }
        throw new IllegalArgumentException(words[at - 1] + " needs a number from 1 to 9999");
    }
}
