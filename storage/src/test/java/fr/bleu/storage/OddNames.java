package fr.bleu.storage;

import java.util.List;
import java.util.Random;

/** Blob names out of every Unicode character that a name may have, and out of those that hurt. */
public final class OddNames {
    private static final List<String> PIECES =
            List.of(
                    "/", "//", ".", "..", "../", "%", "%2F", "+", " ", "?", "#", "&", "<", ">",
                    "\"", "'", "\\", ":", ";", "=", ",", "~", "\t", "\n", "\r", "\u0001", "\u001f",
                    "\u007f", "\u0085", "\u00a0", "\u00e9", "e\u0301", "\u0130", "\u2028", "\u202e",
                    "\ud7ff", "\ue000", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\ud83d\ude00",
                    "\udbff\udfff", "a", "b", "A", "0");
    private static final int MAX_CHARS = 1_024;

    private OddNames() {}

    /** A name of 1 to 1,024 characters. */
    public static String name(Random random) {
        int pieces = random.nextInt(8) == 0 ? 2_000 : 1 + random.nextInt(6);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < pieces && name.length() < MAX_CHARS - 2; i++) {
            name.append(
                    random.nextBoolean()
                            ? PIECES.get(random.nextInt(PIECES.size()))
                            : Character.toString(codePoint(random)));
        }
        return name.length() <= MAX_CHARS ? name.toString() : "overlong";
    }

    /** Any character but NUL and surrogates, small ones as often as large ones. */
    private static int codePoint(Random random) {
        int bound = random.nextBoolean() ? 0x100 : Character.MAX_CODE_POINT + 1;
        int c = 1 + random.nextInt(bound - 1);
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 'x' : c;
    }
}
