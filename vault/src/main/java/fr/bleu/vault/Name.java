package fr.bleu.vault;

import java.util.Locale;
import java.util.regex.Pattern;

/** Secrets' names: 1 to 127 letters, digits and dashes, compared without case. */
public final class Name {

    private static final Pattern RULE = Pattern.compile("[0-9a-zA-Z-]{1,127}");

    private Name() {}

    public static boolean isValid(String name) {
        return RULE.matcher(name).matches();
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
