package fr.bleu.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;

/**
 * A key that signs access tokens.
 *
 * @param jwk with its private part
 * @param activeFrom it signs from here on, until its successor does
 */
record SigningKey(RSAKey jwk, Instant activeFrom) {

    static SigningKey of(KeyPair pair, Instant activeFrom) {
        try {
            return new SigningKey(
                    new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                            .privateKey(pair.getPrivate())
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.RS256)
                            .keyIDFromThumbprint()
                            .build(),
                    activeFrom);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The JWK's thumbprint (RFC 7638). */
    String kid() {
        return jwk.getKeyID();
    }

    /** What is sealed: the private key and its time. */
    byte[] plaintext() {
        return RecordJson.write(
                RecordJson.object()
                        .put("jwk", jwk.toJSONString())
                        .put("activeFrom", activeFrom.toString()));
    }

    static SigningKey of(byte[] plaintext) {
        var node = RecordJson.read(plaintext);
        try {
            return new SigningKey(
                    RSAKey.parse(RecordJson.text(node, "jwk")),
                    RecordJson.time(node, "activeFrom"));
        } catch (ParseException e) {
            throw new IllegalStateException("a signing key's record cannot be read");
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "SigningKey[" + kid() + "]";
    }
}
