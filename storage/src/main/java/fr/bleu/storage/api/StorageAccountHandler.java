package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.http.ReservedSegments;
import fr.bleu.resources.ChildRoute;
import fr.bleu.resources.Proposal;
import fr.bleu.resources.RegionQuota;
import fr.bleu.resources.Resource;
import fr.bleu.resources.ResourceAction;
import fr.bleu.resources.ResourceHandler;
import fr.bleu.resources.ResourceType;
import fr.bleu.resources.SubscriptionAction;
import fr.bleu.storage.AccountKeys;
import fr.bleu.storage.AccountRules;
import fr.bleu.storage.Storage;
import fr.bleu.trust.Action;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code Microsoft.Storage/storageAccounts}. */
public final class StorageAccountHandler implements ResourceHandler {
    private static final ResourceType TYPE =
            new ResourceType(
                    "Microsoft.Storage",
                    "storageAccounts",
                    List.of("2024-01-01", "2023-05-01", "2022-09-01", "2021-09-01", "2019-06-01"),
                    Pattern.compile("[a-z0-9]{3,24}"),
                    "AccountNameInvalid",
                    "A storage account's name has 3 to 24 lower-case letters and digits.",
                    200,
                    List.of(ContainerChildren.SCOPE));

    /** Accounts of a subscription in a region: Azure's limit. */
    private static final int MAX_IN_REGION = 250;

    private final AccountKeys keys;
    private final Storage storage;
    private final Domains domains;

    public StorageAccountHandler(AccountKeys keys, Storage storage, Domains domains) {
        this.keys = keys;
        this.storage = storage;
        this.domains = domains;
    }

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public Prepared prepare(Proposal proposal, Draft draft) {
        AccountTemplate.check(proposal.body(), !proposal.merge());
        Optional<Boolean> hierarchical = Members.of(proposal.bodyProperties()).flag("isHnsEnabled");
        String name = proposal.id().name();
        if (proposal.existing().isEmpty()) {
            if (ReservedSegments.isReserved(name)) {
                throw new Failure(
                        409,
                        "StorageAccountAlreadyTaken",
                        "The storage account named " + name + " is already taken.");
            }
            keys.create(
                    draft,
                    proposal.tenant(),
                    proposal.owner(),
                    name,
                    proposal.id().scope(),
                    rules(proposal, AccountRules.DEFAULT, draft),
                    hierarchical.orElse(false));
            draft.detail("hierarchical", Boolean.toString(hierarchical.orElse(false)));
        } else {
            hierarchical.ifPresent(wanted -> requireSame(proposal.owner(), wanted));
            AccountRules old = keys.rules(proposal.owner());
            AccountRules rules = rules(proposal, old, draft);
            if (!rules.equals(old)) {
                keys.setRules(draft, proposal.owner(), rules);
            }
        }
        ObjectNode settings = Json.object();
        settings.putObject("sku").put("name", AccountTemplate.SKU).put("tier", "Standard");
        settings.put("kind", AccountTemplate.KIND);
        return new Prepared(settings, Json.object());
    }

    /** What the keys of all blobs are made of stays as it was. */
    private void requireSame(UUID account, boolean hierarchical) {
        if (storage.accounts().isHierarchical(account) != hierarchical) {
            throw new Failure(
                    400,
                    "AccountPropertyCannotBeUpdated",
                    "The property 'isHnsEnabled' was specified in the input, but it cannot be"
                            + " updated as it is read-only.");
        }
    }

    private static AccountRules rules(Proposal proposal, AccountRules old, Draft draft) {
        AccountRules rules = AccountRulesBody.of(proposal.bodyProperties(), old);
        draft.detail("sharedKey", Boolean.toString(rules.sharedKey()))
                .detail("publicAccess", Boolean.toString(rules.publicAccess()))
                .detail("reachable", Boolean.toString(rules.network().reachable()))
                .detail("allowedByDefault", Boolean.toString(rules.network().open()))
                .detail("ipRules", Integer.toString(rules.network().allowed().size()));
        return rules;
    }

    @Override
    public ObjectNode shown(Resource resource) {
        ObjectNode shown = Json.object();
        String created = resource.createdAt().toString();
        shown.put("provisioningState", "Succeeded");
        shown.put("creationTime", created);
        shown.put("primaryLocation", resource.location());
        shown.put("statusOfPrimary", "available");
        shown.putObject("primaryEndpoints")
                .put("blob", domains.blobUrl(resource.id().name()) + "/")
                .put("web", domains.webUrl(resource.id().name()) + "/");
        shown.put("accessTier", "Hot");
        shown.put("supportsHttpsTrafficOnly", true);
        shown.put("minimumTlsVersion", "TLS1_2");
        shown.put("allowCrossTenantReplication", false);
        shown.put("isHnsEnabled", storage.accounts().isHierarchical(resource.owner()));
        shown.put("dnsEndpointType", "Standard");
        AccountRulesBody.show(keys.rules(resource.owner()), shown);
        ObjectNode encryption = shown.putObject("encryption");
        encryption.put("keySource", "Microsoft.Storage");
        encryption
                .putObject("services")
                .putObject("blob")
                .put("enabled", true)
                .put("keyType", "Account")
                .put("lastEnabledTime", created);
        shown.putArray("privateEndpointConnections");
        ObjectNode times = shown.putObject("keyCreationTime");
        var made = keys.created(resource.owner());
        for (int i = 0; i < made.size(); i++) {
            times.put("key" + (i + 1), made.get(i).toString());
        }
        return shown;
    }

    @Override
    public void delete(Resource resource, Draft draft) {
        keys.delete(draft, resource.owner());
    }

    @Override
    public List<ResourceAction> actions() {
        return List.of(
                new ResourceAction(
                        "listKeys",
                        Action.write(TYPE.fullName() + "/listkeys/action"),
                        (permit, resource, content, request) -> shown(keys.list(permit))),
                new ResourceAction(
                        "regenerateKey",
                        Action.write(TYPE.fullName() + "/regeneratekey/action"),
                        (permit, resource, content, request) ->
                                regenerate(permit, resource, content)));
    }

    @Override
    public List<ChildRoute> children() {
        return Stream.of(
                        new BlobServiceChildren(storage).routes(),
                        new ContainerChildren(storage).routes(),
                        new LeaseChildren(storage).routes(),
                        new HoldChildren(storage).routes(),
                        new ManagementPolicyRoutes(storage.lifecyclePolicies()).routes(),
                        new EncryptionScopeChildren(storage.encryptionScopes()).routes())
                .flatMap(List::stream)
                .toList();
    }

    private Answer regenerate(Permit permit, Resource resource, ObjectNode content) {
        String name = content.path("keyName").asString("");
        if (!name.equals("key1") && !name.equals("key2")) {
            throw ArmParameters.invalid("keyName");
        }
        return shown(keys.regenerate(permit, name, resource.unchanged()));
    }

    private static Answer shown(AccountKeys.Disclosed disclosed) {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("keys");
        for (AccountKeys.Shown key : disclosed.keys()) {
            list.addObject()
                    .put("creationTime", key.created().toString())
                    .put("keyName", key.name())
                    .put("value", Base64.getEncoder().encodeToString(key.secret()))
                    .put("permissions", "FULL");
        }
        return Json.answer(200, answer).with(Receipt.HEADER, disclosed.receipt().header());
    }

    @Override
    public Optional<RegionQuota> quota() {
        return Optional.of(
                new RegionQuota(
                        "StorageAccounts",
                        "Storage Accounts",
                        MAX_IN_REGION,
                        "MaxStorageAccountsCountPerSubscriptionExceeded"));
    }

    @Override
    public List<SubscriptionAction> subscriptionActions() {
        return List.of(
                new SubscriptionAction(
                        "checkNameAvailability",
                        Action.read("Microsoft.Storage/checknameavailability/read"),
                        (permit, subscription, content) -> Json.answer(200, available(content))));
    }

    private ObjectNode available(ObjectNode content) {
        String name = content.path("name").asString("");
        boolean valid = TYPE.nameRule().matcher(name).matches();
        boolean free = valid && !ReservedSegments.isReserved(name) && keys.isFree(name);
        ObjectNode result = Json.object().put("nameAvailable", free);
        if (!free) {
            result.put("reason", valid ? "AlreadyExists" : "AccountNameInvalid");
            result.put(
                    "message",
                    valid
                            ? "The storage account named " + name + " is already taken."
                            : TYPE.nameRuleText());
        }
        return result;
    }
}
