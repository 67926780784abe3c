package fr.bleu.storage;

import java.util.Comparator;

/**
 * The order in which {@code x-ms-} headers are signed. Azure sorts their names as .NET's culture
 * does, not by their bytes: hyphens count only between names that are otherwise equal, and an
 * underscore comes before digits, digits before letters. Azure's SDKs sign in this order.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key#constructing-the-canonicalized-headers-string">Constructing
 *     the canonicalized headers string</a>
 */
final class HeaderOrder implements Comparator<String> {

    @Override
    public int compare(String one, String other) {
        int primary = weights(one).compareTo(weights(other));
        // The later the hyphen, the later the name; then any order that tells names apart.
        return primary != 0 ? primary : hyphens(one, other);
    }

    private static String weights(String name) {
        StringBuilder weights = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '-') {
                // Below every digit and letter.
                weights.append(c == '_' ? '\u0001' : c);
            }
        }
        return weights.toString();
    }

    private static int hyphens(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return one.charAt(i) == '-' ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
