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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code Microsoft.KeyVault/vaults}. A deleted vault keeps its name and its secrets for the
 * retention time; a PUT on the same resource id with {@code createMode: recover} brings it back.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults">Vaults</a>
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
        this.nameCheck = new NameCheck(directory, names, clock).action(TYPE);
    }

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public Prepared prepare(Proposal proposal, Draft draft) {
        boolean recovers = VaultProperties.recovers(proposal);
        Optional<Stored> stored = directory.stored(proposal.tenant(), proposal.id().name());
        Optional<VaultRecord> known = stored.map(it -> VaultRecord.decode(it.value()));
        Optional<VaultRecord> before =
                proposal.existing().isPresent() ? known : recoverable(proposal, known, recovers);
        VaultProperties properties = VaultProperties.of(proposal, before);
        VaultRecord record =
                before.map(it -> it.changed(properties))
                        .orElseGet(() -> created(proposal, properties, known, draft));
        Key key = VaultDirectory.key(proposal.tenant(), proposal.id().name());
        draft.check(stored.map(Stored::unchanged).orElseGet(() -> new Check.Absent(key)));
        draft.put(key, record.encode());
        return new Prepared(Json.object(), properties.stored());
    }

    /**
     * The deleted vault that a PUT brings back. Only at the resource id it had, so that nobody
     * takes over a vault by recovering it into a group of their own, and only in its region.
     */
    private Optional<VaultRecord> recoverable(
            Proposal proposal, Optional<VaultRecord> known, boolean recovers) {
        Optional<VaultRecord> deleted =
                known.filter(it -> it.deleted() && !it.gone(clock.instant()));
        if (!recovers) {
            deleted.ifPresent(VaultHandler::refuseDeleted);
            return Optional.empty();
        }
        VaultRecord vault =
                deleted.filter(it -> it.scope().key().equals(proposal.id().key()))
                        .orElseThrow(() -> noDeleted(proposal.id().name()));
        if (!vault.location().equals(proposal.location())) {
            throw new Failure(
                    409,
                    "InvalidResourceLocation",
                    "The deleted vault '"
                            + vault.name()
                            + "' is in location '"
                            + vault.location()
                            + "' and can only be recovered there.");
        }
        return Optional.of(vault);
    }

    private static void refuseDeleted(VaultRecord vault) {
        throw new Failure(
                409,
                "ConflictError",
                "A vault with the same name already exists in deleted state. Recover it with"
                        + " createMode 'recover', or wait until its retention time is over.");
    }

    private static Failure noDeleted(String name) {
        return new Failure(
                404,
                "DeletedVaultNotFound",
                "There is no deleted vault '" + name + "' to recover in this resource group.");
    }

    /** A new vault, under an id of its own: nothing of one that had the name is reachable. */
    private VaultRecord created(
            Proposal proposal,
            VaultProperties properties,
            Optional<VaultRecord> known,
            Draft draft) {
        String name = proposal.id().name();
        Names.Holder holder = new Names.Holder(proposal.tenant(), proposal.owner());
        boolean taken = names.isTaken(VaultDirectory.NAME_KIND, name);
        boolean ownExpired = known.filter(it -> it.gone(clock.instant())).isPresent();
        if (taken && !ownExpired) {
            throw new Failure(
                    409,
                    "VaultAlreadyExists",
                    "The vault name '"
                            + name
                            + "' is already in use. Vault names are globally unique.");
        }
        if (!taken) {
            names.reserve(draft, VaultDirectory.NAME_KIND, name, holder);
        }
        draft.check(Keys.noAccountKey(proposal.tenant(), proposal.owner()));
        draft.writes(keys.newAccountKey(proposal.tenant(), proposal.owner()));
        return new VaultRecord(
                proposal.tenant(),
                proposal.owner(),
                name,
                proposal.id().scope(),
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
