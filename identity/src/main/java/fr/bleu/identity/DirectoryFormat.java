package fr.bleu.identity;

import fr.bleu.store.Reads.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How tenants, applications and service principals are laid out as records. */
final class DirectoryFormat {
    private DirectoryFormat() {}

    static byte[] write(Tenant tenant) {
        return RecordJson.write(
                RecordJson.object()
                        .put("id", tenant.id().toString())
                        .put("displayName", tenant.displayName())
                        .put("home", tenant.home())
                        .put("created", tenant.created().toString()));
    }

    static Tenant tenant(byte[] value) {
        JsonNode node = RecordJson.read(value);
        return new Tenant(
                RecordJson.id(node, "id"),
                RecordJson.text(node, "displayName"),
                node.required("home").asBoolean(),
                RecordJson.time(node, "created"));
    }

    static byte[] write(Application application) {
        ObjectNode node =
                RecordJson.object()
                        .put("objectId", application.objectId().toString())
                        .put("appId", application.appId().toString())
                        .put("displayName", application.displayName())
                        .put("created", application.created().toString());
        var passwords = node.putArray("passwords");
        for (PasswordCredential password : application.passwords()) {
            passwords.add(write(password));
        }
        var certificates = node.putArray("certificates");
        for (CertificateCredential certificate : application.certificates()) {
            certificates.add(write(certificate));
        }
        return RecordJson.write(node);
    }

    static Application application(Stored stored) {
        JsonNode node = RecordJson.read(stored.value());
        List<PasswordCredential> passwords = new ArrayList<>();
        node.required("passwords").forEach(one -> passwords.add(password(one)));
        List<CertificateCredential> certificates = new ArrayList<>();
        node.required("certificates").forEach(one -> certificates.add(certificate(one)));
        return new Application(
                stored.key().owner(),
                RecordJson.id(node, "objectId"),
                RecordJson.id(node, "appId"),
                RecordJson.text(node, "displayName"),
                RecordJson.time(node, "created"),
                passwords,
                certificates,
                stored.version());
    }

    static byte[] write(ServicePrincipal principal) {
        ObjectNode node =
                RecordJson.object()
                        .put("objectId", principal.objectId().toString())
                        .put("appId", principal.appId().toString())
                        .put("displayName", principal.displayName())
                        .put("enabled", principal.enabled())
                        .put("created", principal.created().toString());
        principal.names().forEach(node.putArray("names")::add);
        return RecordJson.write(node);
    }

    static ServicePrincipal servicePrincipal(Stored stored) {
        JsonNode node = RecordJson.read(stored.value());
        List<String> names = new ArrayList<>();
        node.required("names").forEach(name -> names.add(name.asString()));
        return new ServicePrincipal(
                stored.key().owner(),
                RecordJson.id(node, "objectId"),
                RecordJson.id(node, "appId"),
                RecordJson.text(node, "displayName"),
                names,
                node.required("enabled").asBoolean(),
                RecordJson.time(node, "created"));
    }

    /** A record that holds nothing but an id. */
    static byte[] write(UUID id) {
        return RecordJson.write(RecordJson.object().put("id", id.toString()));
    }

    static UUID id(byte[] value) {
        return RecordJson.id(RecordJson.read(value), "id");
    }

    private static ObjectNode write(PasswordCredential password) {
        return RecordJson.object()
                .put("keyId", password.keyId().toString())
                .put("displayName", password.displayName())
                .put("hint", password.hint())
                .put("start", password.start().toString())
                .put("end", password.end().toString())
                .put("salt", RecordJson.base64(password.salt()))
                .put("hash", RecordJson.base64(password.hash()));
    }

    private static PasswordCredential password(JsonNode node) {
        return new PasswordCredential(
                RecordJson.id(node, "keyId"),
                RecordJson.text(node, "displayName"),
                RecordJson.text(node, "hint"),
                RecordJson.time(node, "start"),
                RecordJson.time(node, "end"),
                RecordJson.bytes(node, "salt"),
                RecordJson.bytes(node, "hash"));
    }

    private static ObjectNode write(CertificateCredential certificate) {
        return RecordJson.object()
                .put("keyId", certificate.keyId().toString())
                .put("displayName", certificate.displayName())
                .put("der", RecordJson.base64(certificate.der()))
                .put("start", certificate.start().toString())
                .put("end", certificate.end().toString());
    }

    private static CertificateCredential certificate(JsonNode node) {
        return new CertificateCredential(
                RecordJson.id(node, "keyId"),
                RecordJson.text(node, "displayName"),
                RecordJson.bytes(node, "der"),
                RecordJson.time(node, "start"),
                RecordJson.time(node, "end"));
    }
}
