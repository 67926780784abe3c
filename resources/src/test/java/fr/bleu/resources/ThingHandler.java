package fr.bleu.resources;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.store.Key;
import fr.bleu.store.Table;
import fr.bleu.trust.Action;
import fr.bleu.trust.Draft;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** A type of resources for tests: each has one record of its own under its owner id. */
final class ThingHandler implements ResourceHandler {

    static final Table TABLE = Table.of(250, "things");
    static final Action POKE = Action.write("Bleu.Test/things/poke/action");

    private static final ResourceType TYPE =
            new ResourceType(
                    "Bleu.Test",
                    "things",
                    List.of("2026-01-01"),
                    Pattern.compile("[a-z0-9]{3,24}"),
                    "ThingNameInvalid",
                    "A thing's name has 3 to 24 lower-case letters and digits.",
                    200,
                    List.of("parts/default/pieces/{piece}"));

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public Prepared prepare(Proposal proposal, Draft draft) {
        String size = proposal.bodyProperties().path("size").asString("small");
        if (size.equals("huge")) {
            throw new Failure(400, "ThingTooLarge", "Things are not huge.");
        }
        draft.put(Key.of(proposal.owner(), TABLE), new byte[] {1});
        return new Prepared(Json.object().put("kind", "Thing"), Json.object().put("size", size));
    }

    @Override
    public ObjectNode shown(Resource resource) {
        return resource.properties().deepCopy().put("provisioningState", "Succeeded");
    }

    @Override
    public void delete(Resource resource, Draft draft) {
        if (resource.tags().containsKey("locked")) {
            throw new Failure(409, "ThingLocked", "The thing is locked.");
        }
        if (resource.tags().containsKey("broken")) {
            throw new IllegalStateException("a fault in the handler");
        }
        draft.delete(Key.of(resource.owner(), TABLE));
    }

    @Override
    public List<ResourceAction> actions() {
        return List.of(
                new ResourceAction(
                        "poke",
                        POKE,
                        (permit, resource, content, request) ->
                                Json.answer(
                                        200, Json.object().put("poked", resource.id().name()))));
    }

    @Override
    public List<SubscriptionAction> subscriptionActions() {
        return List.of(
                new SubscriptionAction(
                        "count",
                        Action.read("Bleu.Test/count/read"),
                        (permit, subscription, content) -> Answer.of(200)));
    }
}
