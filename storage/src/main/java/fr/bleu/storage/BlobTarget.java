package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.trust.Permit;
import java.util.UUID;

/**
 * The blob that a permit is about: the only one that a domain method touches.
 *
 * @param container where it is
 * @param name its name, literally: never a path
 */
record BlobTarget(ContainerTarget container, String name) {

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

    Key key(UUID incarnation) {
        return Key.of(account(), Tables.BLOB).id(incarnation).text(name);
    }

    Key sessionKey(UUID incarnation) {
        return Key.of(account(), Tables.SESSION).id(incarnation).text(name);
    }
}
