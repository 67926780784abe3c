package fr.bleu.app;

import fr.bleu.storage.DevelopmentAccounts.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The accounts of development storage, as Azurite's users name them: {@code
 * name:key1:key2;name:key1} in {@code AZURITE_ACCOUNTS}, keys in base64, the second one optional.
 * Where the variable is not set there is the emulator's account with the key that everybody knows.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/common/storage-connect-azurite#custom-storage-accounts-and-keys">Custom
 *     storage accounts and keys</a>
 */
public final class AzuriteAccounts {

    /** The environment variable. */
    public static final String VARIABLE = "AZURITE_ACCOUNTS";

    /** The account of {@code UseDevelopmentStorage=true}. */
    public static final String WELL_KNOWN_NAME = "devstoreaccount1";

    /** Its key, which is no secret: it stands in Microsoft's documentation. */
    private static final String WELL_KNOWN_KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MAX_ACCOUNTS = 100;
    private static final int MAX_KEY_BYTES = 512;

    private AzuriteAccounts() {}

    /**
     * The accounts.
     *
     * @param value the variable's value; null or empty where it is not set
     * @throws CommandFailure when it is malformed; the message repeats no key
     */
    public static List<Wanted> parse(String value) {
        if (value == null || value.isEmpty()) {
            return List.of(account(1, WELL_KNOWN_NAME + ":" + WELL_KNOWN_KEY));
        }
        List<Wanted> accounts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : value.strip().split(";")) {
            if (part.isEmpty()) {
                continue;
            }
            Wanted account = account(accounts.size() + 1, part);
            if (!names.add(account.name())) {
                throw new CommandFailure(VARIABLE + " names " + account.name() + " twice");
            }
            accounts.add(account);
        }
        if (accounts.isEmpty() || accounts.size() > MAX_ACCOUNTS) {
            throw new CommandFailure(VARIABLE + " names no account, or more than " + MAX_ACCOUNTS);
        }
        return accounts;
    }

    /** Whether it is the emulator's account, with the key that everybody knows. */
    public static boolean isWellKnown(Wanted account) {
        byte[] known = Base64.getDecoder().decode(WELL_KNOWN_KEY);
        return account.name().equals(WELL_KNOWN_NAME) && Arrays.equals(account.key1(), known);
    }

    private static Wanted account(int number, String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw malformed(number, "is not name:key1 or name:key1:key2");
        }
        if (!NAME.matcher(parts[0]).matches() || parts[0].endsWith("-secondary")) {
            throw malformed(
                    number,
                    "has a name that is not lower-case letters, digits and hyphens, or ends with"
                            + " -secondary");
        }
        byte[] key1 = key(number, parts[1]);
        boolean two = parts.length == 3 && !parts[2].isEmpty();
        return new Wanted(parts[0], key1, two ? key(number, parts[2]) : key1);
    }

    private static byte[] key(int number, String base64) {
        try {
            byte[] key = Base64.getDecoder().decode(base64);
            if (key.length > 0 && key.length <= MAX_KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the decoder's message, which may repeat a part of the key.
        }
        throw malformed(number, "has a key that is not base64 of 1 to " + MAX_KEY_BYTES + " bytes");
    }

    private static CommandFailure malformed(int number, String why) {
        return new CommandFailure(
                VARIABLE
                        + " must be name:key1:key2;name:key1 with keys in base64, but its account "
                        + number
                        + " "
                        + why);
    }
}
