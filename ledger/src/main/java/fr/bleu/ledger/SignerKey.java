package fr.bleu.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The private half of a note's key: {@code PRIVATE+KEY+<name>+<id>+<base64(0x01 ‖ seed)>}, the text
 * form of the note package that c2sp.org/signed-note grew from. Its {@link #toString} does not show
 * the key.
 */
public final class SignerKey {

    private static final String PREFIX = "PRIVATE+KEY+";

    private final byte[] seed;
    private final PrivateKey key;
    private final VerifierKey verifier;

    private SignerKey(String name, byte[] seed) {
        this.seed = seed;
        try {
            this.key = Ed25519.privateKey(seed);
            this.verifier = VerifierKey.of(name, publicKey(seed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** A fresh key. The name becomes the origin of the checkpoints that it signs. */
    public static SignerKey generate(String name, SecureRandom random) {
        if (!VerifierKey.isName(name)) {
            throw new IllegalArgumentException("not a name for a note's key");
        }
        byte[] seed = new byte[Ed25519.KEY_BYTES];
        random.nextBytes(seed);
        return new SignerKey(name, seed);
    }

    /** Parses what {@link #secretText} wrote. No message shows any of it. */
    public static SignerKey parse(String secretText) throws MalformedException {
        if (!secretText.startsWith(PREFIX)) {
            throw new MalformedException("not a signer key");
        }
        String[] parts = secretText.substring(PREFIX.length()).split("\\+", 3);
        if (parts.length != 3 || !VerifierKey.isName(parts[0])) {
            throw new MalformedException("not a signer key");
        }
        byte[] typed = Texts.base64(parts[2], "the signer key's last part");
        if (typed.length != 1 + Ed25519.KEY_BYTES || typed[0] != VerifierKey.ED25519) {
            throw new MalformedException("the signer key is not an Ed25519 key");
        }
        SignerKey key = new SignerKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!HexFormat.of().formatHex(key.verifier.id()).equals(parts[1])) {
            throw new MalformedException("the signer key's id does not belong to its key");
        }
        return key;
    }

    /** The key under another name: the same pair signs for each generation's own origin. */
    public SignerKey named(String name) {
        if (!VerifierKey.isName(name)) {
            throw new IllegalArgumentException("not a name for a note's key");
        }
        return new SignerKey(name, seed);
    }

    /** The public half. */
    public VerifierKey verifier() {
        return verifier;
    }

    /** The text that {@link #parse} reads: a secret. */
    public String secretText() {
        byte[] typed = new byte[1 + seed.length];
        typed[0] = VerifierKey.ED25519;
        System.arraycopy(seed, 0, typed, 1, seed.length);
        return PREFIX
                + verifier.name()
                + "+"
                + HexFormat.of().formatHex(verifier.id())
                + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    byte[] sign(byte[] message) {
        try {
            return Ed25519.sign(key, message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with Ed25519", e);
        }
    }

    @Override
    public String toString() {
        return "SignerKey[" + verifier.name() + "]";
    }

    /** The JDK tells a seed's public key only when it generates the pair: it is handed the seed. */
    private static byte[] publicKey(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new SeedOnce(seed));
        KeyPair pair = generator.generateKeyPair();
        byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        if (!MessageDigest.isEqual(used, seed)) {
            throw new IllegalStateException("the JDK did not take the seed as it is");
        }
        return Ed25519.raw((EdECPublicKey) pair.getPublic());
    }

    /** Gives one seed and nothing else. */
    private static final class SeedOnce extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        SeedOnce(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("the JDK asked for more than the seed");
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
