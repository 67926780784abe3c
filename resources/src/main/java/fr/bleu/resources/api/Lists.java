package fr.bleu.resources.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.resources.NextLink;
import fr.bleu.resources.Page;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists as ARM answers them: {@code value}, {@code nextLink}, {@code $top}, {@code $skiptoken}. */
final class Lists {

    private static final int MAX_TOKEN_CHARS = 2_048;

    private Lists() {}

    /** A whole list. */
    static <T> Answer all(List<T> items, Function<T, ObjectNode> shown) {
        return Json.answer(200, body(items, shown));
    }

    /** A page and the link to the next one. */
    static <T> Answer page(Request request, Page<T> page, Function<T, ObjectNode> shown) {
        ObjectNode body = body(page.items(), shown);
        page.next()
                .map(it -> Base64.getUrlEncoder().withoutPadding().encodeToString(it))
                .ifPresent(token -> body.put("nextLink", NextLink.of(request, token)));
        return Json.answer(200, body);
    }

    private static <T> ObjectNode body(List<T> items, Function<T, ObjectNode> shown) {
        ArrayNode value = Json.array();
        items.forEach(item -> value.add(shown.apply(item)));
        ObjectNode body = Json.object();
        body.set("value", value);
        return body;
    }

    /** The token that an earlier page gave. */
    static Optional<String> token(Request request) {
        return request.query(NextLink.TOKEN);
    }

    /**
     * Where the page begins.
     *
     * @throws Failure 400 {@code InvalidSkipToken}
     */
    static Optional<byte[]> from(Request request) {
        try {
            return token(request)
                    .map(
                            it -> {
                                if (it.length() > MAX_TOKEN_CHARS) {
                                    throw new IllegalArgumentException("too long");
                                }
                                return Base64.getUrlDecoder().decode(it);
                            });
        } catch (IllegalArgumentException e) {
            throw new Failure(400, "InvalidSkipToken", "The provided $skiptoken is invalid.");
        }
    }

    /**
     * The most items that the page may hold.
     *
     * @throws Failure 400 {@code InvalidTop}
     */
    static int top(Request request) {
        try {
            int top = request.query("$top").map(Integer::parseInt).orElse(Page.MAX_ITEMS);
            if (top >= 1) {
                return Math.min(top, Page.MAX_ITEMS);
            }
        } catch (NumberFormatException e) {
            // Refused below, with the others.
        }
        throw new Failure(400, "InvalidTop", "The value of $top must be a positive number.");
    }
}
