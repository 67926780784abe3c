package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.resources.ChildRoute;
import fr.bleu.resources.Resource;
import fr.bleu.storage.Changed;
import fr.bleu.storage.LifecyclePolicies;
import fr.bleu.storage.LifecyclePolicy;
import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code Microsoft.Storage/storageAccounts/managementPolicies}, of which an account has one. */
final class ManagementPolicyRoutes {
    static final String TYPE = "Microsoft.Storage/storageAccounts/managementPolicies";

    private static final String COLLECTION = "managementPolicies";
    private static final String DEFAULT = COLLECTION + "/default";
    private static final Action READ = Action.read(TYPE + "/read");
    private static final Action WRITE = Action.write(TYPE + "/write");
    private static final Action DELETE = Action.write(TYPE + "/delete");

    private final LifecyclePolicies policies;

    ManagementPolicyRoutes(LifecyclePolicies policies) {
        this.policies = policies;
    }

    List<ChildRoute> routes() {
        return List.of(
                new ChildRoute("GET", "", COLLECTION, READ, this::list),
                new ChildRoute("GET", DEFAULT, "", READ, this::get),
                new ChildRoute("PUT", DEFAULT, "", WRITE, this::put),
                new ChildRoute("DELETE", DEFAULT, "", DELETE, this::delete));
    }

    private Answer list(Permit permit, Resource account, ObjectNode content, Request request) {
        ArrayNode all = Json.array();
        policies.find(permit).ifPresent(it -> all.add(ManagementPolicyJson.of(account, it)));
        ObjectNode answer = Json.object();
        answer.set("value", all);
        return Json.answer(200, answer);
    }

    private Answer get(Permit permit, Resource account, ObjectNode content, Request request) {
        LifecyclePolicy policy =
                policies.find(permit)
                        .orElseThrow(
                                () ->
                                        new Failure(
                                                404,
                                                "ManagementPolicyNotFound",
                                                "No ManagementPolicy found for account "
                                                        + account.id().name()));
        return Json.answer(200, ManagementPolicyJson.of(account, policy));
    }

    private Answer put(Permit permit, Resource account, ObjectNode content, Request request) {
        Changed<LifecyclePolicy> changed =
                policies.set(permit, ManagementPolicyTemplate.rules(content));
        return Json.answer(200, ManagementPolicyJson.of(account, changed.value()))
                .with(Receipt.HEADER, changed.receipt().header());
    }

    private Answer delete(Permit permit, Resource account, ObjectNode content, Request request) {
        Optional<Receipt> receipt = policies.delete(permit);
        return receipt.map(it -> Answer.of(200).with(Receipt.HEADER, it.header()))
                .orElseGet(() -> Answer.of(204));
    }
}
