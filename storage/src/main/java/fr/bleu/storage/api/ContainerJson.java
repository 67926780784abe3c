package fr.bleu.storage.api;

import fr.bleu.http.Json;
import fr.bleu.resources.Resource;
import fr.bleu.storage.Container;
import fr.bleu.storage.ContainerImmutability;
import fr.bleu.storage.ContainerListing;
import fr.bleu.storage.ContainerPolicy;
import fr.bleu.storage.DeletedContainer;
import fr.bleu.storage.LegalHold;
import fr.bleu.storage.PolicyUpdate;
import fr.bleu.storage.PublicAccess;
import fr.bleu.storage.Stamp;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Containers as the Resource Manager shows them.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storagerp/blob-containers/get">Blob Containers
 *     - Get</a>
 */
final class ContainerJson {
    static final String TYPE = "Microsoft.Storage/storageAccounts/blobServices/containers";

    private ContainerJson() {}

    /** A container's id. */
    static String id(Resource account, String container) {
        return account.id().path() + "/" + ContainerChildren.SCOPE_ABOVE + container;
    }

    /** A container that is there. */
    static ObjectNode of(Resource account, Container container, Stamp now) {
        ObjectNode shown =
                Json.object()
                        .put("id", id(account, container.name()))
                        .put("name", container.name())
                        .put("type", TYPE)
                        .put("etag", container.modified().etag());
        shown.set("properties", properties(account, container, now));
        return shown;
    }

    /** One of a list, deleted or not. */
    static ObjectNode of(Resource account, ContainerListing.Entry entry, Stamp now) {
        ObjectNode shown = of(account, entry.container(), now);
        entry.deleted().ifPresent(it -> deleted(shown.withObjectProperty("properties"), it, entry));
        return shown;
    }

    private static void deleted(
            ObjectNode properties, DeletedContainer deleted, ContainerListing.Entry entry) {
        properties.put("version", deleted.version());
        properties.put("deleted", true);
        properties.put("deletedTime", deleted.at().text());
        properties.put("remainingRetentionDays", entry.remainingDays());
    }

    private static ObjectNode properties(Resource account, Container container, Stamp now) {
        ObjectNode properties = Json.object();
        properties.put("deleted", false).put("remainingRetentionDays", 0);
        properties.put("defaultEncryptionScope", container.traits().encryption().shown());
        properties.put("denyEncryptionScopeOverride", container.traits().encryption().fixed());
        ObjectNode metadata = properties.putObject("metadata");
        container.metadata().values().forEach(metadata::put);
        properties.put("publicAccess", level(container.traits().access().level()));
        LeaseText lease = LeaseText.of(container.traits().lease(), now);
        properties.put("leaseStatus", capital(lease.status()));
        properties.put("leaseState", capital(lease.state()));
        if (!lease.duration().isEmpty()) {
            properties.put("leaseDuration", capital(lease.duration()));
        }
        properties.put("lastModifiedTime", Stamp.of(container.modified().second()).text());
        held(properties, account.tenant(), container.traits().immutability());
        return properties;
    }

    private static void held(
            ObjectNode properties, UUID tenant, ContainerImmutability immutability) {
        immutability
                .policy()
                .ifPresent(it -> policy(properties.putObject("immutabilityPolicy"), tenant, it));
        ObjectNode legal = properties.putObject("legalHold");
        legal.put("hasLegalHold", !immutability.holds().isEmpty());
        ArrayNode tags = legal.putArray("tags");
        for (LegalHold hold : immutability.holds()) {
            ObjectNode one = tags.addObject().put("tag", hold.tag());
            who(one, tenant, hold.since(), hold.by());
        }
        if (immutability.ofVersions()) {
            properties.putObject("immutableStorageWithVersioning").put("enabled", true);
        }
        properties.put("hasImmutabilityPolicy", immutability.policy().isPresent());
        properties.put("hasLegalHold", !immutability.holds().isEmpty());
    }

    private static void policy(ObjectNode shown, UUID tenant, ContainerPolicy policy) {
        shown.put("etag", policy.modified().etag());
        ObjectNode properties = shown.putObject("properties");
        properties.put("immutabilityPeriodSinceCreationInDays", policy.days());
        properties.put("state", policy.locked() ? "Locked" : "Unlocked");
        ArrayNode history = shown.putArray("updateHistory");
        for (PolicyUpdate update : policy.updates()) {
            ObjectNode one = history.addObject();
            one.put("update", update.kind().name().toLowerCase(Locale.ROOT));
            one.put("immutabilityPeriodSinceCreationInDays", update.days());
            who(one, tenant, update.at(), update.by());
        }
    }

    /** What older records do not tell is left out. */
    private static void who(ObjectNode shown, UUID tenant, Stamp at, String by) {
        if (!by.isEmpty()) {
            shown.put("timestamp", at.text());
            shown.put("objectIdentifier", by).put("tenantId", tenant.toString());
        }
    }

    private static String level(PublicAccess level) {
        return capital(level.name().toLowerCase(Locale.ROOT));
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
