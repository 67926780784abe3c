package fr.bleu.identity;

import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes client secrets. */
final class Secrets {
    private static final String HINT_CHARACTERS =
            "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    private static final int RANDOM_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final RandomGenerator random;

    Secrets(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A new secret and what is kept of it.
     *
     * @param text shown once; begins with a letter or digit, so that no shell takes it for an
     *     option, and holds only characters that need no quoting or escaping
     */
    record Fresh(String text, PasswordCredential credential) {
        @Override
        public String toString() {
            return "Fresh[" + credential.keyId() + "]";
        }
    }

    Fresh make(String displayName, Instant start, Instant end) {
        StringBuilder hint = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            hint.append(HINT_CHARACTERS.charAt(random.nextInt(HINT_CHARACTERS.length())));
        }
        byte[] bits = bytes(RANDOM_BYTES);
        String text = hint + "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        byte[] salt = bytes(SALT_BYTES);
        UUID keyId = Ids.random(random);
        return new Fresh(
                text,
                new PasswordCredential(
                        keyId,
                        displayName,
                        hint.toString(),
                        start,
                        end,
                        salt,
                        PasswordCredential.hash(salt, text)));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
