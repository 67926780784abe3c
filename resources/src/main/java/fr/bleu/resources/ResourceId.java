package fr.bleu.resources;

import fr.bleu.trust.Scope;
import java.util.Locale;
import java.util.UUID;

/**
 * The id of a resource: {@code
 * /subscriptions/{s}/resourceGroups/{g}/providers/{namespace}/{type}/{name}}. Compared without
 * case; held in the case it was first given in.
 *
 * @param group the resource group's name
 * @param namespace the provider, such as {@code Microsoft.Storage}
 * @param type the type without its namespace, such as {@code storageAccounts}
 */
public record ResourceId(
        UUID subscription, String group, String namespace, String type, String name) {

    /** The namespace and the type, such as {@code Microsoft.Storage/storageAccounts}. */
    public String fullType() {
        return namespace + "/" + type;
    }

    /** The id as text, in the case it was given in. */
    public String path() {
        return groupPath(subscription, group) + "/providers/" + namespace + "/" + type + "/" + name;
    }

    /** The scope that permits for the resource name. */
    public Scope scope() {
        return Scope.of(path());
    }

    /** The id in lower case, for comparing and for record keys. */
    public String key() {
        return path().toLowerCase(Locale.ROOT);
    }

    static String groupPath(UUID subscription, String group) {
        return "/subscriptions/" + subscription + "/resourceGroups/" + group;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceId id && id.key().equals(key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    @Override
    public String toString() {
        return path();
    }
}
