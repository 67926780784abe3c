package fr.bleu.resources;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Request;
import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import tools.jackson.databind.node.ObjectNode;

/**
 * A POST on one resource: {@code …/storageAccounts/{name}/listKeys}.
 *
 * @param name the last path segment
 * @param action what it needs, such as {@code Microsoft.Storage/storageAccounts/listKeys/action}
 */
public record ResourceAction(String name, Action action, Body body) {

    /** What it does. */
    @FunctionalInterface
    public interface Body {

        /**
         * Answers. Whatever it commits goes with the permit and {@link Resource#unchanged}.
         *
         * @param permit for the action, on the resource's scope and owner
         * @param content the request's body; an empty object if there is none
         * @throws Failure in the type's own codes
         */
        Answer answer(Permit permit, Resource resource, ObjectNode content, Request request);
    }
}
