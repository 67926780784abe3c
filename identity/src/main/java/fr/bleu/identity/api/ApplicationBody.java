package fr.bleu.identity.api;

import fr.bleu.identity.Application;
import fr.bleu.identity.CertificateCredential;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An application as a client wants it. What Bleu does not have, redirect addresses among it, is
 * refused, unless the value asks for nothing: SDKs send empty objects.
 *
 * @param certificates makes the new certificates from those that the application has
 */
record ApplicationBody(
        Optional<String> displayName,
        Optional<UnaryOperator<List<CertificateCredential>>> certificates) {

    private static final Set<String> OURS =
            Set.of("displayName", "keyCredentials", "signInAudience", "@odata.type");

    static ApplicationBody read(ObjectNode body) {
        for (String name : body.propertyNames()) {
            if (!OURS.contains(name) && !GraphJson.asksNothing(body.path(name))) {
                throw ApplicationsApi.invalid(
                        "The property '" + name + "' is not supported on this platform.");
            }
        }
        if (!GraphJson.text(body, "signInAudience").orElse("AzureADMyOrg").equals("AzureADMyOrg")) {
            throw ApplicationsApi.invalid(
                    "The signInAudience must be 'AzureADMyOrg': applications sign in to their own"
                            + " tenant.");
        }
        JsonNode keys = body.path("keyCredentials");
        return new ApplicationBody(
                GraphJson.text(body, "displayName"),
                keys.isMissingNode() || keys.isNull()
                        ? Optional.empty()
                        : Optional.of(had -> certificates(keys, had)));
    }

    /** The application as it shall be. */
    Application appliedTo(Application application) {
        return new Application(
                application.tenant(),
                application.objectId(),
                application.appId(),
                displayName.orElse(application.displayName()),
                application.created(),
                application.passwords(),
                certificates
                        .map(all -> all.apply(application.certificates()))
                        .orElse(application.certificates()),
                application.version());
    }

    private static List<CertificateCredential> certificates(
            JsonNode keys, List<CertificateCredential> had) {
        if (!keys.isArray() || keys.size() > Application.MAX_CREDENTIALS) {
            throw GraphJson.invalid("keyCredentials");
        }
        List<CertificateCredential> all = new ArrayList<>();
        for (JsonNode key : keys) {
            CertificateCredential one = certificate(key, had);
            if (all.stream().anyMatch(other -> other.keyId().equals(one.keyId()))) {
                throw GraphJson.invalid("keyId");
            }
            all.add(one);
        }
        return all;
    }

    /** A new certificate, or one that the application has, which clients send without its key. */
    private static CertificateCredential certificate(
            JsonNode key, List<CertificateCredential> had) {
        Optional<UUID> keyId = GraphJson.id(key, "keyId");
        Optional<String> value = GraphJson.text(key, "key");
        if (value.isEmpty()) {
            return had.stream()
                    .filter(one -> keyId.filter(one.keyId()::equals).isPresent())
                    .findFirst()
                    .orElseThrow(() -> GraphJson.invalid("key"));
        }
        boolean usual =
                GraphJson.text(key, "type")
                                .orElse("AsymmetricX509Cert")
                                .equals("AsymmetricX509Cert")
                        && GraphJson.text(key, "usage").orElse("Verify").equals("Verify");
        if (!usual) {
            throw ApplicationsApi.invalid(
                    "A key credential must be an AsymmetricX509Cert with usage Verify.");
        }
        X509Certificate certificate = parse(value.get());
        return new CertificateCredential(
                keyId.orElseGet(() -> named(value.get())),
                GraphJson.text(key, "displayName")
                        .orElse(certificate.getSubjectX500Principal().getName()),
                encoded(certificate),
                later(GraphJson.time(key, "startDateTime"), certificate.getNotBefore().toInstant()),
                earlier(GraphJson.time(key, "endDateTime"), certificate.getNotAfter().toInstant()));
    }

    /** Base64 of DER; az sends it with PEM's line breaks. */
    private static X509Certificate parse(String value) {
        try {
            return CertificateCredential.parse(Base64.getMimeDecoder().decode(value));
        } catch (IllegalArgumentException e) {
            throw ApplicationsApi.invalid(e.getMessage());
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw GraphJson.invalid("key");
        }
    }

    /** The key id of a certificate that came without one: always the same for the same. */
    private static UUID named(String value) {
        return UUID.nameUUIDFromBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    private static Instant later(Optional<Instant> wanted, Instant bound) {
        return wanted.filter(bound::isBefore).orElse(bound);
    }

    private static Instant earlier(Optional<Instant> wanted, Instant bound) {
        return wanted.filter(bound::isAfter).orElse(bound);
    }
}
