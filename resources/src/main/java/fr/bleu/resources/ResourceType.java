package fr.bleu.resources;

import fr.bleu.trust.Action;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A type of resources, as a service registers it.
 *
 * @param namespace the provider, such as {@code Microsoft.Storage}
 * @param name the type, such as {@code storageAccounts}
 * @param apiVersions what {@code GET providers} advertises, newest first; requests may name any
 *     version since 2015
 * @param nameRule what names must look like, whole
 * @param badNameCode the type's code for a name that breaks the rule, such as {@code
 *     AccountNameInvalid}
 * @param nameRuleText the rule in words, for that error's message
 * @param createdStatus what a PUT that creates answers: 200 or 201 (az takes only 200 or 202 for
 *     storage accounts)
 * @param childScopes paths below a resource at which roles may be assigned, with {@code {name}} for
 *     a segment: {@code blobServices/default/containers/{container}}
 */
public record ResourceType(
        String namespace,
        String name,
        List<String> apiVersions,
        Pattern nameRule,
        String badNameCode,
        String nameRuleText,
        int createdStatus,
        List<String> childScopes) {

    public ResourceType {
        apiVersions = List.copyOf(apiVersions);
        childScopes = List.copyOf(childScopes);
    }

    /** {@code Microsoft.Storage/storageAccounts}. */
    public String fullName() {
        return namespace + "/" + name;
    }

    /** {@code …/read}. */
    public Action read() {
        return Action.read(fullName() + "/read");
    }

    /** {@code …/write}. */
    public Action write() {
        return Action.write(fullName() + "/write");
    }

    /** {@code …/delete}. */
    public Action delete() {
        return Action.write(fullName() + "/delete");
    }
}
