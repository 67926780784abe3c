package fr.bleu.storage;

import fr.bleu.http.Percent;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Makes shared access signatures as clients do, as query strings. */
final class Sas {
    private static final String VERSION = "2024-11-04";
    private static final String EXPIRY = "2026-11-23T13:00:00Z";

    private Sas() {}

    /** An account's signature, with its first key. */
    static String account(Account account, Map<String, String> fields) {
        Map<String, String> all = complete(fields);
        return signed(
                all, account.key1().sign(StringToSign.account(new SasToken(all), account.name())));
    }

    /** A container's or blob's; {@code path} is {@code container} or {@code container/blob}. */
    static String service(Account account, String path, Map<String, String> fields) {
        Map<String, String> all =
                fields.containsKey("si") ? new TreeMap<>(fields) : complete(fields);
        all.putIfAbsent("sv", VERSION);
        String[] names = path.split("/", 2);
        String text =
                StringToSign.service(
                        new SasToken(all),
                        account.name(),
                        names[0],
                        names.length > 1 ? names[1] : "");
        return signed(all, account.key1().sign(text));
    }

    static Map<String, String> complete(Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(fields);
        all.putIfAbsent("sv", VERSION);
        all.putIfAbsent("se", EXPIRY);
        return all;
    }

    static String signed(Map<String, String> fields, byte[] signature) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("sig", Base64.getEncoder().encodeToString(signature));
        StringBuilder query = new StringBuilder();
        all.forEach((k, v) -> query.append('&').append(k).append('=').append(Percent.encode(v)));
        return query.substring(1);
    }
}
