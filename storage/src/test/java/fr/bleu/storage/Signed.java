package fr.bleu.storage;

import fr.bleu.http.FakeRequest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Signs requests as clients with an account key do. */
public final class Signed {

    private Signed() {}

    /**
     * Adds date and signature.
     *
     * @param key base64, as {@code listKeys} shows it
     */
    public static FakeRequest sharedKey(
            FakeRequest request, String account, String key, Instant now) {
        request.with("x-ms-date", Stamp.httpDate(now));
        byte[] signature =
                new AccountKey(Base64.getDecoder().decode(key), 0, now)
                        .sign(SharedKeyVerifier.stringToSign(request, account));
        return request.with(
                "authorization",
                "SharedKey " + account + ":" + Base64.getEncoder().encodeToString(signature));
    }

    /** An account's signature for objects, until 13:00 of the tests' day. */
    public static String accountSas(String account, String key, String permissions) {
        Map<String, String> fields = Sas.complete(Map.of("ss", "b", "srt", "o", "sp", permissions));
        byte[] signature =
                new AccountKey(Base64.getDecoder().decode(key), 0, Instant.EPOCH)
                        .sign(StringToSign.account(new SasToken(fields), account));
        return Sas.signed(fields, signature);
    }
}
