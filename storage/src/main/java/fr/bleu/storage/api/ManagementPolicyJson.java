package fr.bleu.storage.api;

import fr.bleu.http.Json;
import fr.bleu.resources.Resource;
import fr.bleu.storage.BlobType;
import fr.bleu.storage.LifecycleAction;
import fr.bleu.storage.LifecycleFilter;
import fr.bleu.storage.LifecyclePolicy;
import fr.bleu.storage.LifecycleRule;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A lifecycle policy as answers show it. */
final class ManagementPolicyJson {
    /** Azure's name for the one policy, whose id ends with {@code default}. */
    private static final String NAME = "DefaultManagementPolicy";

    private ManagementPolicyJson() {}

    static ObjectNode of(Resource account, LifecyclePolicy policy) {
        ObjectNode shown = Json.object();
        shown.put("id", account.id().path() + "/managementPolicies/default");
        shown.put("name", NAME);
        shown.put("type", ManagementPolicyRoutes.TYPE);
        ObjectNode properties = shown.putObject("properties");
        properties.put("lastModifiedTime", policy.modified().text());
        ArrayNode rules = properties.putObject("policy").putArray("rules");
        policy.rules().forEach(rule -> rules.add(rule(rule)));
        return shown;
    }

    private static ObjectNode rule(LifecycleRule rule) {
        ObjectNode shown = Json.object();
        shown.put("enabled", rule.enabled());
        shown.put("name", rule.name());
        shown.put("type", ManagementPolicyTemplate.TYPE);
        ObjectNode definition = shown.putObject("definition");
        ObjectNode actions = definition.putObject("actions");
        actions(actions, "baseBlob", rule.base());
        actions(actions, "snapshot", rule.snapshot());
        actions(actions, "version", rule.version());
        definition.set("filters", filter(rule.filter()));
        return shown;
    }

    private static void actions(ObjectNode into, String of, List<LifecycleAction> actions) {
        if (actions.isEmpty()) {
            return;
        }
        ObjectNode shown = into.putObject(of);
        for (LifecycleAction action : actions) {
            ObjectNode one = shown.putObject(ManagementPolicyTemplate.name(action.deed()));
            String age =
                    switch (action.age()) {
                        case MODIFICATION -> ManagementPolicyTemplate.MODIFICATION;
                        case CREATION -> ManagementPolicyTemplate.CREATION;
                    };
            one.put(age, action.days());
            action.daysAfterTierChange()
                    .ifPresent(days -> one.put(ManagementPolicyTemplate.TIER_CHANGE, days));
        }
    }

    private static ObjectNode filter(LifecycleFilter filter) {
        ObjectNode shown = Json.object();
        ArrayNode types = shown.putArray("blobTypes");
        for (BlobType type : BlobType.values()) {
            if (filter.types().contains(type)) {
                types.add(ManagementPolicyTemplate.name(type));
            }
        }
        if (!filter.prefixes().isEmpty()) {
            ArrayNode prefixes = shown.putArray("prefixMatch");
            filter.prefixes().forEach(prefixes::add);
        }
        if (!filter.tags().isEmpty()) {
            ArrayNode tags = shown.putArray("blobIndexMatch");
            for (LifecycleFilter.Tag tag : filter.tags()) {
                tags.addObject()
                        .put("name", tag.name())
                        .put("op", ManagementPolicyTemplate.EQUAL)
                        .put("value", tag.value());
            }
        }
        return shown;
    }
}
