package fr.bleu.storage.api;

import fr.bleu.storage.ContainerEncryption;
import fr.bleu.storage.Metadata;
import fr.bleu.storage.PublicAccess;
import fr.bleu.storage.StorageError;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a PUT or PATCH of a container asks for.
 *
 * @param ofVersions whether its versions are held one by one
 * @param scope the default encryption scope, as the wire names it
 * @param fixed whether requests may name no other one
 * @see <a href="https://learn.microsoft.com/rest/api/storagerp/blob-containers/create">Blob
 *     Containers - Create</a>
 */
record ContainerBody(
        Optional<PublicAccess> level,
        Optional<Metadata> metadata,
        Optional<Boolean> ofVersions,
        Optional<String> scope,
        Optional<Boolean> fixed) {
    private static final String SCOPE = "defaultEncryptionScope";
    private static final String FIXED = "denyEncryptionScopeOverride";

    private static final String[] READ_ONLY = {
        "version",
        "deleted",
        "deletedTime",
        "remainingRetentionDays",
        "lastModifiedTime",
        "leaseStatus",
        "leaseState",
        "leaseDuration",
        "immutabilityPolicy",
        "legalHold",
        "hasLegalHold",
        "hasImmutabilityPolicy"
    };

    /**
     * Reads a body.
     *
     * @throws fr.bleu.http.Failure 400 InvalidRequestPropertyValue that names the property
     */
    static ContainerBody read(ObjectNode content) {
        Members body = Members.of(content).readOnly("id", "name", "type", "etag");
        Members properties = body.group("properties");
        body.end();
        properties.readOnly(READ_ONLY);
        refuseOthers(properties);
        ContainerBody read =
                new ContainerBody(
                        level(properties),
                        metadata(properties),
                        ofVersions(properties),
                        scope(properties),
                        properties.flag(FIXED));
        properties.end();
        return read;
    }

    /** What nobody honours may only say what is done anyway. */
    private static void refuseOthers(Members properties) {
        properties.only("enableNfsV3AllSquash", "false").only("enableNfsV3RootSquash", "false");
    }

    private static Optional<String> scope(Members properties) {
        Optional<String> scope = properties.text(SCOPE);
        if (scope.filter(it -> !EncryptionHeaders.namesScope(it)).isPresent()) {
            throw properties.invalid(SCOPE);
        }
        return scope;
    }

    /**
     * What a new container is encrypted with.
     *
     * @throws fr.bleu.http.Failure 400 InvalidRequestPropertyValue for a fixed scope without a name
     */
    ContainerEncryption encryption() {
        boolean only = fixed.orElse(false);
        if (scope.isEmpty() && only) {
            throw Members.invalidAt("properties." + FIXED);
        }
        String name = scope.filter(it -> !it.equals(ContainerEncryption.ACCOUNT_KEY)).orElse("");
        return new ContainerEncryption(name, only);
    }

    /** Whether what it says of the encryption is what there is. */
    boolean keeps(ContainerEncryption old) {
        return scope.orElse(old.shown()).equals(old.shown())
                && fixed.orElse(old.fixed()) == old.fixed();
    }

    /** Whether it wants to open the container to everybody. */
    boolean opens() {
        return level.filter(it -> it != PublicAccess.NONE).isPresent();
    }

    private static Optional<PublicAccess> level(Members properties) {
        return properties
                .text("publicAccess")
                .map(
                        text ->
                                switch (text.toLowerCase(Locale.ROOT)) {
                                    case "none" -> PublicAccess.NONE;
                                    case "blob" -> PublicAccess.BLOB;
                                    case "container" -> PublicAccess.CONTAINER;
                                    default -> throw properties.invalid("publicAccess");
                                });
    }

    /** Names in lower case, as everywhere here, and nothing that a header cannot carry. */
    private static Optional<Metadata> metadata(Members properties) {
        if (!properties.has("metadata")) {
            return Optional.empty();
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        properties
                .group("metadata")
                .all()
                .forEach(
                        (name, value) -> {
                            boolean ascii = (name + value).chars().allMatch(c -> c < 0x7f);
                            String lower = name.toLowerCase(Locale.ROOT);
                            if (!ascii || metadata.put(lower, value) != null) {
                                throw StorageError.INVALID_METADATA.failure();
                            }
                        });
        return Optional.of(Metadata.of(metadata));
    }

    private static Optional<Boolean> ofVersions(Members properties) {
        Members versions =
                properties
                        .group("immutableStorageWithVersioning")
                        .readOnly("timeStamp", "migrationState");
        Optional<Boolean> enabled = versions.flag("enabled");
        versions.end();
        return enabled;
    }
}
