package fr.bleu.identity.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects a page of a list in the order of object ids. A request looks at 2,000 objects at most: a
 * filter that few pass makes short pages with a link to the next, which Graph's clients follow.
 */
record GraphPage<T>(List<T> found, Optional<UUID> continueAfter) {
    private static final int MAX_LOOKED_AT = 2_000;
    private static final int BATCH = 500;

    /** Reads objects after an id, at most so many. */
    @FunctionalInterface
    interface Source<T> {
        List<T> read(Optional<UUID> after, int limit);
    }

    static <T> GraphPage<T> collect(
            GraphQuery query, Source<T> source, Predicate<T> passes, Function<T, UUID> id) {
        List<T> found = new ArrayList<>();
        Optional<UUID> after = query.after();
        for (int lookedAt = 0; lookedAt < MAX_LOOKED_AT; lookedAt += BATCH) {
            List<T> batch = source.read(after, BATCH);
            for (T one : batch) {
                if (found.size() == query.top()) {
                    return new GraphPage<>(found, after);
                }
                after = Optional.of(id.apply(one));
                if (passes.test(one)) {
                    found.add(one);
                }
            }
            if (batch.size() < BATCH) {
                return new GraphPage<>(found, Optional.empty());
            }
        }
        return new GraphPage<>(found, after);
    }

    /** What one lookup found. */
    static <T> GraphPage<T> of(Optional<T> found, Predicate<T> passes) {
        return new GraphPage<>(found.filter(passes).stream().toList(), Optional.empty());
    }

    Answer answer(Request request, GraphQuery query, String type, Function<T, ObjectNode> format) {
        ObjectNode node = Json.object().put("@odata.context", context(request, type));
        continueAfter.ifPresent(last -> node.put("@odata.nextLink", query.next(request, last)));
        var value = node.putArray("value");
        for (T one : found) {
            value.add(GraphQuery.selected(format.apply(one), query.select()));
        }
        return Json.answer(200, node);
    }

    static String context(Request request, String type) {
        return request.baseUrl() + "/v1.0/$metadata#" + type;
    }
}
