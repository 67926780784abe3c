package fr.bleu.storage.api;

import fr.bleu.storage.CorsRule;
import fr.bleu.storage.FeedSettings;
import fr.bleu.storage.ServiceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a PUT of {@code blobServices/default} asks for. What it leaves out stays as it is.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storagerp/blob-services/set-service-properties">Blob
 *     Services - Set Service Properties</a>
 */
record BlobServiceBody(
        Optional<Boolean> versioning,
        Optional<Retention> deletion,
        Optional<Retention> containerDeletion,
        Optional<List<CorsRule>> cors,
        Optional<String> defaultVersion,
        Optional<FeedSettings> changeFeed) {
    private static final int MAX_DAYS = 365;

    /**
     * How long what is deleted is kept.
     *
     * @param days 0 for not at all
     */
    record Retention(int days, Optional<Boolean> permanentDelete) {}

    /**
     * Reads a body.
     *
     * @throws fr.bleu.http.Failure 400 InvalidRequestPropertyValue that names the property
     */
    static BlobServiceBody read(ObjectNode content) {
        Members body = Members.of(content).readOnly("id", "name", "type", "sku", "etag");
        Members properties = body.group("properties");
        body.end();
        refuseOthers(properties);
        BlobServiceBody read =
                new BlobServiceBody(
                        properties.flag("isVersioningEnabled"),
                        retention(properties, "deleteRetentionPolicy", true),
                        retention(properties, "containerDeleteRetentionPolicy", false),
                        cors(properties),
                        version(properties),
                        changeFeed(properties));
        properties.end();
        return read;
    }

    /** What nobody honours may only be off. */
    private static void refuseOthers(Members properties) {
        properties.only("automaticSnapshotPolicyEnabled", "false");
        properties.group("restorePolicy").only("enabled", "false").end();
        properties
                .group("lastAccessTimeTrackingPolicy")
                .only("enable", "false")
                .readOnly("name", "trackingGranularityInDays", "blobType")
                .end();
    }

    /** Without days it is kept for ever; what is off has none. */
    private static Optional<FeedSettings> changeFeed(Members properties) {
        if (!properties.has("changeFeed")) {
            return Optional.empty();
        }
        Members feed = properties.group("changeFeed");
        Optional<Boolean> enabled = feed.flag("enabled");
        Optional<Integer> days = feed.number("retentionInDays");
        if (enabled.isEmpty() && days.isPresent()) {
            throw feed.invalid("enabled");
        }
        if (days.filter(it -> it < 1 || it > FeedSettings.MAX_RETENTION_DAYS).isPresent()) {
            throw feed.invalid("retentionInDays");
        }
        feed.end();
        return enabled.map(on -> on ? new FeedSettings(true, days.orElse(0)) : FeedSettings.OFF);
    }

    /** What is off has no days, whatever it says. */
    private static Optional<Retention> retention(
            Members properties, String name, boolean permanent) {
        if (!properties.has(name)) {
            return Optional.empty();
        }
        Members policy = properties.group(name);
        boolean enabled = policy.flag("enabled").orElseThrow(() -> policy.invalid("enabled"));
        int days = policy.number("days").orElse(0);
        if (enabled && (days < 1 || days > MAX_DAYS)) {
            throw policy.invalid("days");
        }
        Optional<Boolean> forGood = Optional.empty();
        if (permanent) {
            forGood = policy.flag("allowPermanentDelete");
        } else {
            policy.only("allowPermanentDelete", "false");
        }
        policy.end();
        return Optional.of(new Retention(enabled ? days : 0, forGood));
    }

    private static Optional<List<CorsRule>> cors(Members properties) {
        if (!properties.has("cors")) {
            return Optional.empty();
        }
        Members cors = properties.group("cors");
        List<CorsRule> rules = new ArrayList<>();
        for (Members rule : cors.groups("corsRules", CorsLimits.MAX_RULES)) {
            rules.add(
                    new CorsRule(
                            rule.texts("allowedOrigins", CorsLimits.MAX_ITEMS),
                            rule.texts("allowedMethods", CorsLimits.MAX_ITEMS),
                            rule.texts("allowedHeaders", CorsLimits.MAX_ITEMS),
                            rule.texts("exposedHeaders", CorsLimits.MAX_ITEMS),
                            rule.number("maxAgeInSeconds").orElse(-1)));
            rule.end();
        }
        cors.end();
        CorsLimits.wrong(rules)
                .ifPresent(
                        _ -> {
                            throw cors.invalid("corsRules");
                        });
        return Optional.of(rules);
    }

    private static Optional<String> version(Members properties) {
        Optional<String> version = properties.text("defaultServiceVersion");
        if (version.filter(it -> !ServicePropertiesXml.isVersion(it)).isPresent()) {
            throw properties.invalid("defaultServiceVersion");
        }
        return version;
    }

    /** What there was, with what is asked for. */
    ServiceSettings applied(ServiceSettings old) {
        ServiceSettings settings = versioning.map(old::withVersioning).orElse(old);
        if (deletion.isPresent()) {
            Retention wanted = deletion.get();
            settings =
                    settings.withDeletion(
                            wanted.days(),
                            wanted.permanentDelete().orElse(settings.permanentDelete()));
        }
        if (containerDeletion.isPresent()) {
            settings = settings.withContainerDeletion(containerDeletion.get().days());
        }
        settings = cors.map(settings::withCors).orElse(settings);
        settings = defaultVersion.map(settings::withDefaultVersion).orElse(settings);
        return changeFeed.map(settings::withChangeFeed).orElse(settings);
    }
}
