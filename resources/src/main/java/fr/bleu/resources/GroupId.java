package fr.bleu.resources;

import fr.bleu.store.Key;
import fr.bleu.trust.Scope;
import java.util.Locale;
import java.util.UUID;

/**
 * A resource group's id; compared without case.
 *
 * @param name in the case it was given in
 */
public record GroupId(UUID subscription, String name) {

    /** The group that a scope names or lies in. */
    public static GroupId of(Scope scope) {
        String[] parts = scope.path().split("/", 6);
        if (parts.length < 5
                || !parts[1].equalsIgnoreCase("subscriptions")
                || !parts[3].equalsIgnoreCase("resourceGroups")) {
            throw new IllegalArgumentException("the scope lies in no resource group");
        }
        return new GroupId(UUID.fromString(parts[2]), parts[4]);
    }

    /** The ARM id. */
    public String path() {
        return ResourceId.groupPath(subscription, name);
    }

    /** The scope that permits name. */
    public Scope scope() {
        return Scope.of(path());
    }

    Key key(UUID tenant) {
        return Key.of(tenant, Tables.GROUPS).id(subscription).text(name.toLowerCase(Locale.ROOT));
    }

    /** What the keys of the group's resources begin with. */
    Key resources(UUID tenant) {
        return Key.of(tenant, Tables.RESOURCES)
                .id(subscription)
                .text(name.toLowerCase(Locale.ROOT));
    }
}
