package fr.bleu.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An application: what signs in, and its credentials.
 *
 * @param objectId its id in the directory
 * @param appId its (client) id
 * @param displayName 1 to 256 characters
 * @param version the record's version when it was read, for checks; 0 before it is stored
 */
public record Application(
        UUID tenant,
        UUID objectId,
        UUID appId,
        String displayName,
        Instant created,
        List<PasswordCredential> passwords,
        List<CertificateCredential> certificates,
        long version) {

    /** The most secrets, and the most certificates, that one application has. */
    public static final int MAX_CREDENTIALS = 20;

    public Application {
        passwords = List.copyOf(passwords);
        certificates = List.copyOf(certificates);
    }

    Application withPasswords(List<PasswordCredential> all) {
        return new Application(
                tenant, objectId, appId, displayName, created, all, certificates, version);
    }

    Application withCertificates(List<CertificateCredential> all) {
        return new Application(
                tenant, objectId, appId, displayName, created, passwords, all, version);
    }

    /** The certificate of this key id. */
    public Optional<CertificateCredential> certificate(UUID keyId) {
        return certificates.stream().filter(c -> c.keyId().equals(keyId)).findFirst();
    }
}
