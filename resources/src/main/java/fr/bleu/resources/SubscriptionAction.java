package fr.bleu.resources;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A POST on a provider in a subscription: {@code
 * /subscriptions/{s}/providers/Microsoft.Storage/checkNameAvailability}.
 *
 * @param name the last path segment
 * @param action what it needs, such as {@code Microsoft.Storage/checkNameAvailability/read}
 */
public record SubscriptionAction(String name, Action action, Body body) {

    /** What it does. */
    @FunctionalInterface
    public interface Body {

        /**
         * Answers.
         *
         * @param permit for the action, on the subscription
         * @param content the request's body; an empty object if there is none
         * @throws Failure in the provider's own codes
         */
        Answer answer(Permit permit, UUID subscription, ObjectNode content);
    }
}
