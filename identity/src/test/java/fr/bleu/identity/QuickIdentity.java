package fr.bleu.identity;

import fr.bleu.http.Domains;
import fr.bleu.keys.Keys;
import fr.bleu.trust.Trust;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Identity with a signing key that is made once for all tests. */
public final class QuickIdentity {

    /** Also what the tests' administrators sign in with. */
    public static final KeyPair PAIR = pair();

    private QuickIdentity() {}

    public static Identity open(Trust trust, Keys keys, Domains domains, InstantSource clock) {
        return Identity.open(trust, keys, domains, clock, new SecureRandom(), () -> PAIR);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
