package fr.bleu.app.platform;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Signs in with a certificate's key as clients do (RFC 7523). */
public final class ClientAssertions {

    private static final int LIFE_SECONDS = 300;

    private final PrivateKey key;

    private ClientAssertions(PrivateKey key) {
        this.key = key;
    }

    /**
     * @param pem key and certificate, as {@code bleu up} writes the administrator's
     */
    public static ClientAssertions of(String pem) throws GeneralSecurityException {
        byte[] encoded = Base64.getMimeDecoder().decode(keyText(pem));
        return new ClientAssertions(
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    }

    /** What stands between the lines that say where the private key begins and ends. */
    public static String keyText(String pem) {
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin) + begin.length();
        return pem.substring(from, pem.indexOf("-----END", from)).strip();
    }

    /** The credential's part of a token request's form. */
    public String form(String origin, String tenant, String client)
            throws GeneralSecurityException {
        return "client_assertion_type="
                + URLEncoder.encode(
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        StandardCharsets.UTF_8)
                + "&client_assertion="
                + assertion(origin, tenant, client);
    }

    private String assertion(String origin, String tenant, String client)
            throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String claims =
                """
                {"iss":"%s","sub":"%s","aud":"%s","iat":%d,"exp":%d,"jti":"%s"}\
                """
                        .formatted(
                                client,
                                client,
                                origin + "/" + tenant + "/oauth2/v2.0/token",
                                now,
                                now + LIFE_SECONDS,
                                UUID.randomUUID());
        String signed = base64("{\"alg\":\"RS256\"}") + "." + base64(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key, new SecureRandom());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed
                + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
