package fr.bleu.identity.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.identity.Application;
import fr.bleu.identity.CertificateCredential;
import fr.bleu.identity.PasswordCredential;
import fr.bleu.identity.ServicePrincipal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The directory's objects as Graph writes them.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/application">application</a>
 * @see <a
 *     href="https://learn.microsoft.com/graph/api/resources/serviceprincipal">servicePrincipal</a>
 */
final class GraphJson {
    private static final int MAX_YEAR = 9_999;

    private GraphJson() {}

    static ObjectNode application(Application application) {
        ObjectNode node =
                Json.object()
                        .put("id", application.objectId().toString())
                        .put("appId", application.appId().toString())
                        .put("displayName", application.displayName())
                        .put("createdDateTime", application.created().toString())
                        .put("signInAudience", "AzureADMyOrg");
        node.putArray("identifierUris");
        var passwords = node.putArray("passwordCredentials");
        application.passwords().forEach(one -> passwords.add(password(one, null)));
        var certificates = node.putArray("keyCredentials");
        application.certificates().forEach(one -> certificates.add(certificate(one)));
        return node;
    }

    static ObjectNode servicePrincipal(ServicePrincipal principal) {
        ObjectNode node =
                Json.object()
                        .put("id", principal.objectId().toString())
                        .put("appId", principal.appId().toString())
                        .put("displayName", principal.displayName())
                        .put("appDisplayName", principal.displayName())
                        .put("appOwnerOrganizationId", principal.tenant().toString())
                        .put("accountEnabled", principal.enabled())
                        .put("createdDateTime", principal.created().toString())
                        .put("servicePrincipalType", "Application")
                        .put("signInAudience", "AzureADMyOrg");
        principal.names().forEach(node.putArray("servicePrincipalNames")::add);
        node.putArray("passwordCredentials");
        node.putArray("keyCredentials");
        return node;
    }

    /**
     * A client secret.
     *
     * @param secretText the secret itself in the answer that makes it, else null
     */
    static ObjectNode password(PasswordCredential password, String secretText) {
        return Json.object()
                .putNull("customKeyIdentifier")
                .put("displayName", password.displayName())
                .put("endDateTime", password.end().toString())
                .put("hint", password.hint())
                .put("keyId", password.keyId().toString())
                .put("secretText", secretText)
                .put("startDateTime", password.start().toString());
    }

    private static ObjectNode certificate(CertificateCredential certificate) {
        return Json.object()
                .put(
                        "customKeyIdentifier",
                        HexFormat.of().withUpperCase().formatHex(certificate.sha1()))
                .put("displayName", certificate.displayName())
                .put("endDateTime", certificate.end().toString())
                .putNull("key")
                .put("keyId", certificate.keyId().toString())
                .put("startDateTime", certificate.start().toString())
                .put("type", "AsymmetricX509Cert")
                .put("usage", "Verify");
    }

    /** A text property; empty if it is absent or null. */
    static Optional<String> text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw invalid(name);
        }
        return Optional.of(value.asString());
    }

    static Optional<UUID> id(JsonNode node, String name) {
        return text(node, name).map(text -> TenantPath.id(text).orElseThrow(() -> invalid(name)));
    }

    /**
     * A time with its offset (RFC 3339, so of the years 0 to 9999); without one it is UTC, as Graph
     * takes it.
     */
    static Optional<Instant> time(JsonNode node, String name) {
        return text(node, name)
                .map(
                        text -> {
                            boolean offset = text.matches(".*(?:[zZ]|[+-]\\d\\d:?\\d\\d)$");
                            try {
                                return bounded(OffsetDateTime.parse(offset ? text : text + "Z"));
                            } catch (DateTimeException e) {
                                throw invalid(name);
                            }
                        });
    }

    private static Instant bounded(OffsetDateTime time) {
        if (time.getYear() < 0 || time.getYear() > MAX_YEAR) {
            throw new DateTimeException("RFC 3339 has no such year");
        }
        return time.toInstant();
    }

    static Failure invalid(String name) {
        return new Failure(
                400,
                "Request_BadRequest",
                "Invalid value specified for property '" + name + "' of the resource.");
    }

    /** Whether a value asks for nothing: null, false, empty, or made of such values. */
    static boolean asksNothing(JsonNode value) {
        if (value.isContainer()) {
            for (JsonNode child : value.values()) {
                if (!asksNothing(child)) {
                    return false;
                }
            }
            return true;
        }
        return value.isNull()
                || (value.isBoolean() && !value.asBoolean())
                || (value.isString() && value.asString().isEmpty());
    }
}
