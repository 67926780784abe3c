package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.trust.Permit;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The blob that a permit is about: the only one that a domain method touches.
 *
 * @param container where it is
 * @param name its name, literally; in a hierarchical container a path, see {@link Tree}
 */
record BlobTarget(ContainerTarget container, String name) {
    /** Behind owner, table and incarnation. */
    private static final int NAME_AT = 18 + 16;

    static BlobTarget of(Permit permit) {
        String name = permit.target().scope().item();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the permit is not about a blob");
        }
        return new BlobTarget(ContainerTarget.of(permit), name);
    }

    UUID account() {
        return container.account();
    }

    /** The name in a record's key that begins with an incarnation, or a directory, and a name. */
    static String name(Key record) {
        byte[] key = record.bytes();
        int end = NAME_AT;
        while (key[end] != 0) {
            end++;
        }
        return new String(key, NAME_AT, end - NAME_AT, StandardCharsets.UTF_8);
    }
}
