package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.resources.ChildRoute;
import fr.bleu.resources.Resource;
import fr.bleu.storage.Actions;
import fr.bleu.storage.Changed;
import fr.bleu.storage.CorsRule;
import fr.bleu.storage.FeedSettings;
import fr.bleu.storage.ServiceSettings;
import fr.bleu.storage.Storage;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code storageAccounts/{name}/blobServices/default}.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storagerp/blob-services">Blob Services</a>
 */
final class BlobServiceChildren {
    static final String SERVICE = "blobServices/default";

    private static final String LIST = "blobServices";

    private final Storage storage;

    BlobServiceChildren(Storage storage) {
        this.storage = storage;
    }

    List<ChildRoute> routes() {
        return List.of(
                new ChildRoute("GET", "", LIST, Actions.READ_SERVICE, this::list),
                new ChildRoute("GET", "", SERVICE, Actions.READ_SERVICE, this::get),
                new ChildRoute("PUT", "", SERVICE, Actions.WRITE_SERVICE, this::put));
    }

    private Answer list(Permit permit, Resource resource, ObjectNode content, Request request) {
        ObjectNode body = Json.object();
        body.putArray("value").add(shown(resource, storage.serviceProperties().get(permit)));
        return Json.answer(200, body);
    }

    private Answer get(Permit permit, Resource resource, ObjectNode content, Request request) {
        return Json.answer(200, shown(resource, storage.serviceProperties().get(permit)));
    }

    private Answer put(Permit permit, Resource resource, ObjectNode content, Request request) {
        BlobServiceBody wanted = BlobServiceBody.read(content);
        Changed<ServiceSettings> changed = storage.serviceProperties().set(permit, wanted::applied);
        return Json.answer(200, shown(resource, changed.value()))
                .with(Receipt.HEADER, changed.receipt().header());
    }

    private static ObjectNode shown(Resource resource, ServiceSettings settings) {
        ObjectNode shown = Json.object();
        shown.putObject("sku").put("name", AccountTemplate.SKU).put("tier", "Standard");
        shown.put("id", resource.id().path() + "/" + SERVICE);
        shown.put("name", "default");
        shown.put("type", "Microsoft.Storage/storageAccounts/blobServices");
        ObjectNode properties = shown.putObject("properties");
        cors(properties.putObject("cors").putArray("corsRules"), settings.cors());
        if (!settings.defaultVersion().isEmpty()) {
            properties.put("defaultServiceVersion", settings.defaultVersion());
        }
        retention(properties.putObject("deleteRetentionPolicy"), settings.deleteDays())
                .put("allowPermanentDelete", settings.permanentDelete());
        retention(
                properties.putObject("containerDeleteRetentionPolicy"),
                settings.containerDeleteDays());
        properties.put("isVersioningEnabled", settings.versioning());
        FeedSettings feed = settings.changeFeed();
        ObjectNode shownFeed = properties.putObject("changeFeed").put("enabled", feed.enabled());
        if (feed.enabled() && feed.retentionDays() > 0) {
            shownFeed.put("retentionInDays", feed.retentionDays());
        }
        return shown;
    }

    private static ObjectNode retention(ObjectNode policy, int days) {
        policy.put("enabled", days > 0);
        return days > 0 ? policy.put("days", days) : policy;
    }

    private static void cors(ArrayNode shown, List<CorsRule> rules) {
        for (CorsRule rule : rules) {
            ObjectNode one = shown.addObject();
            texts(one.putArray("allowedOrigins"), rule.origins());
            texts(one.putArray("allowedMethods"), rule.methods());
            texts(one.putArray("allowedHeaders"), rule.headers());
            texts(one.putArray("exposedHeaders"), rule.exposed());
            one.put("maxAgeInSeconds", rule.maxAgeSeconds());
        }
    }

    private static void texts(ArrayNode shown, List<String> texts) {
        texts.forEach(shown::add);
    }
}
