package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.util.UUID;

/**
 * The container that a permit is about: the only one that a domain method touches.
 *
 * @param tenant the account's tenant
 * @param account the account's id, which owns the records
 * @param name the container's name
 */
record ContainerTarget(UUID tenant, UUID account, String name) {
    private static final String BELOW_ACCOUNT = "/blobServices/default/containers/";

    /** The scope of a container below its account's. */
    static Scope scope(Scope account, String container) {
        return account.child(BELOW_ACCOUNT.substring(1) + container);
    }

    static ContainerTarget of(Permit permit) {
        Target target = permit.target();
        String path = target.scope().path();
        int at = path.lastIndexOf(BELOW_ACCOUNT);
        if (at < 0) {
            throw new IllegalArgumentException("the permit is not about a container");
        }
        return new ContainerTarget(
                target.tenant(), target.owner(), path.substring(at + BELOW_ACCOUNT.length()));
    }

    Key key() {
        return key(account, name);
    }

    static Key key(UUID account, String name) {
        return Key.of(account, Tables.CONTAINER).text(name);
    }
}
