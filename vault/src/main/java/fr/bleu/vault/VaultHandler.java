package fr.bleu.vault;

import fr.bleu.http.Domains;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.keys.Keys;
import fr.bleu.resources.Proposal;
import fr.bleu.resources.Resource;
import fr.bleu.resources.ResourceAction;
import fr.bleu.resources.ResourceHandler;
import fr.bleu.resources.ResourceType;
import fr.bleu.resources.SubscriptionAction;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Names;
import fr.bleu.trust.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code Microsoft.KeyVault/vaults}. A deleted vault keeps its name and its secrets for the
 * retention time; a PUT with {@code createMode: recover} brings it back.
 */
public final class VaultHandler implements ResourceHandler {

    private static final ResourceType TYPE =
            new ResourceType(
                    "Microsoft.KeyVault",
                    "vaults",
                    List.of("2023-07-01", "2022-07-01", "2021-10-01", "2019-09-01"),
                    Pattern.compile("[a-zA-Z](?!.*--)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]"),
                    "VaultNameNotValid",
                    "A vault's name has 3 to 24 letters, digits and dashes, begins with a letter,"
                            + " ends with a letter or digit and has no two dashes in a row.",
                    201,
                    List.of("secrets/{secret}"));

    private final VaultDirectory directory;
    private final Names names;
    private final Keys keys;
    private final Domains domains;
    private final InstantSource clock;
    private final SubscriptionAction nameCheck;

    public VaultHandler(
            VaultDirectory directory,
            Names names,
            Keys keys,
            Domains domains,
            InstantSource clock) {
        this.directory = directory;
        this.names = names;
        this.keys = keys;
        this.domains = domains;
        this.clock = clock;
        this.nameCheck = NameCheck.action(names, TYPE);
    }

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public Prepared prepare(Proposal proposal, Draft draft) {
        VaultProperties properties = VaultProperties.of(proposal);
        Optional<Stored> stored = directory.stored(proposal.tenant(), proposal.id().name());
        Optional<VaultRecord> before = stored.map(it -> VaultRecord.decode(it.value()));
        VaultRecord record =
                proposal.existing().isPresent()
                        ? changed(before.orElseThrow(), properties)
                        : created(proposal, properties, before, draft);
        Key key = VaultDirectory.key(proposal.tenant(), proposal.id().name());
        draft.check(stored.map(Stored::unchanged).orElse(new Check.Absent(key)))
                .put(key, record.encode());
        return new Prepared(Json.object(), properties.stored());
    }

    private static VaultRecord changed(VaultRecord before, VaultProperties properties) {
        properties.requireNotLooser(before);
        return record(before, properties, before.scope(), before.location());
    }

    private static VaultRecord record(
            VaultRecord vault, VaultProperties properties, Scope scope, String location) {
        return new VaultRecord(
                vault.tenant(),
                vault.vault(),
                vault.name(),
                scope,
                location,
                properties.retentionDays(),
                properties.purgeProtection(),
                Optional.empty());
    }

    private VaultRecord created(
            Proposal proposal,
            VaultProperties properties,
            Optional<VaultRecord> before,
            Draft draft) {
        String name = proposal.id().name();
        Optional<VaultRecord> recoverable =
                before.filter(it -> it.deleted() && !it.gone(clock.instant()));
        if (recoverable.isPresent() && properties.recover()) {
            properties.requireNotLooser(recoverable.get());
            return record(
                    recoverable.get(),
                    properties,
                    Scope.of(proposal.id().toString()),
                    proposal.location());
        }
        if (properties.recover()) {
            throw new Failure(
                    404,
                    "DeletedVaultNotFound",
                    "There is no deleted vault '" + name + "' to recover.");
        }
        if (recoverable.isPresent()) {
            throw new Failure(
                    409,
                    "ConflictError",
                    "A vault with the same name already exists in deleted state. You need to either"
                            + " recover or purge existing key vault.");
        }
        Optional<Names.Holder> holder = names.find(VaultDirectory.NAME_KIND, name);
        boolean ownName = holder.isPresent() && before.isPresent() && before.get().deleted();
        if (holder.isPresent() && !ownName) {
            throw new Failure(
                    409,
                    "VaultAlreadyExists",
                    "The vault name '"
                            + name
                            + "' is already in use. Vault names are globally unique.");
        }
        if (holder.isEmpty()) {
            names.reserve(
                    draft,
                    VaultDirectory.NAME_KIND,
                    name,
                    new Names.Holder(proposal.tenant(), proposal.owner()));
        }
        draft.writes(keys.newAccountKey(proposal.tenant(), proposal.owner()));
        return new VaultRecord(
                proposal.tenant(),
                proposal.owner(),
                name,
                Scope.of(proposal.id().toString()),
                proposal.location(),
                properties.retentionDays(),
                properties.purgeProtection(),
                Optional.empty());
    }

    @Override
    public ObjectNode shown(Resource resource) {
        ObjectNode shown = resource.properties().deepCopy();
        shown.put("tenantId", resource.tenant().toString());
        shown.put("vaultUri", domains.vaultUrl(resource.id().name()) + "/");
        shown.put("provisioningState", "Succeeded");
        shown.put("publicNetworkAccess", "Enabled");
        return shown;
    }

    /** The vault's name and secrets stay, unreachable, until the retention time is over. */
    @Override
    public void delete(Resource resource, Draft draft) {
        Stored stored = directory.stored(resource.tenant(), resource.id().name()).orElseThrow();
        VaultRecord record = VaultRecord.decode(stored.value());
        Instant gone = clock.instant().plus(Duration.ofDays(record.retentionDays()));
        draft.check(stored.unchanged()).put(stored.key(), record.deletedUntil(gone).encode());
    }

    @Override
    public List<ResourceAction> actions() {
        return List.of();
    }

    @Override
    public List<SubscriptionAction> subscriptionActions() {
        return List.of(nameCheck);
    }
}
