package fr.bleu.resources.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.resources.ArmFailure;
import fr.bleu.resources.GroupId;
import fr.bleu.resources.Subscription;
import fr.bleu.resources.Subscriptions;
import fr.bleu.trust.Caller;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** A request to the Resource Manager whose caller is known and whose api-version is in order. */
record Call(Request request, Caller.Principal caller, Subscriptions subscriptions) {

    private static final int MAX_BODY_BYTES = 4 << 20;
    private static final Pattern GROUP_NAME = Pattern.compile("[\\p{L}\\p{N}_.()\\-]{1,90}");
    private static final Pattern GUID =
            Pattern.compile(
                    "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    UUID tenant() {
        return caller.tenant();
    }

    /**
     * The subscription that the path names.
     *
     * @throws Failure 404 {@code SubscriptionNotFound}, also for another tenant's
     */
    Subscription subscription() {
        String text = request.path("subscription");
        if (!GUID.matcher(text).matches()) {
            throw new Failure(
                    400,
                    "InvalidSubscriptionId",
                    "The provided subscription identifier is malformed or invalid.");
        }
        return subscriptions
                .find(tenant(), UUID.fromString(text))
                .orElseThrow(
                        () ->
                                new Failure(
                                        404,
                                        "SubscriptionNotFound",
                                        "The subscription '" + text + "' could not be found."));
    }

    /**
     * The group that the path names; it need not exist.
     *
     * @throws Failure 400 {@code InvalidResourceGroup}
     */
    GroupId group() {
        String name = request.path("group");
        if (!GROUP_NAME.matcher(name).matches() || name.endsWith(".")) {
            throw new Failure(
                    400,
                    "InvalidResourceGroup",
                    "The provided resource group name is invalid. It has 1 to 90 letters, digits,"
                            + " '-', '.', '(', ')' or '_' and does not end with a period.");
        }
        return new GroupId(subscription().id(), name);
    }

    /** A path parameter that is a GUID. */
    UUID guid(String parameter, String code, String message) {
        String text = request.path(parameter);
        if (!GUID.matcher(text).matches()) {
            throw new Failure(400, code, message);
        }
        return UUID.fromString(text);
    }

    /**
     * The body, which must be a JSON object.
     *
     * @throws Failure 400 {@code InvalidRequestContent}; {@link ArmFailure} 413 {@code
     *     RequestContentTooLarge} beyond 4 MiB
     */
    ObjectNode body() {
        return Json.parseObject(bytes(), "InvalidRequestContent");
    }

    /** The body; an empty object if there is none. */
    ObjectNode bodyIfAny() {
        byte[] bytes = bytes();
        return bytes.length == 0 ? Json.object() : Json.parseObject(bytes, "InvalidRequestContent");
    }

    private byte[] bytes() {
        try {
            return request.body(MAX_BODY_BYTES);
        } catch (Failure failure) {
            if (failure.status() != 413) {
                throw failure;
            }
            throw new Failure(
                    413,
                    "RequestContentTooLarge",
                    "The request content size exceeds the maximum size of 4 MB.",
                    failure.headers());
        }
    }
}
