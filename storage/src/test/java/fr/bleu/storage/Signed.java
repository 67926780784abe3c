package fr.bleu.storage;

import fr.bleu.http.FakeRequest;
import java.time.Instant;
import java.util.Base64;

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
}
