package fr.bleu.storage;

import fr.bleu.keys.Keys;
import fr.bleu.keys.SealingKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Which key seals a blob's content: the account's own, an encryption scope's, or what the account's
 * and the customer's own key give together. The last one exists only while a request brings the
 * customer's key along.
 */
public final class ContentKeys {
    private static final String SCOPE = "storage encryption scope";
    private static final String CUSTOMER = "storage customer key";
    private static final byte[] SHA256_PLACE =
            "storage customer key's sha-256".getBytes(StandardCharsets.UTF_8);

    private final Keys keys;

    ContentKeys(Keys keys) {
        this.keys = keys;
    }

    /**
     * How new content is sealed.
     *
     * @param key what seals it
     * @param encryption what the blob's record says of it
     * @param under what its container said
     */
    record Chosen(SealingKey key, Optional<Encryption> encryption, ContainerEncryption under) {

        /** The blob with what its record says; its container must still say the same. */
        Blob on(FoundBlob found, Blob blob) {
            if (!found.container().traits().encryption().equals(under)) {
                throw StorageError.SERVER_BUSY.failure("The container was made anew.");
            }
            return blob.withTraits(blob.traits().withEncryption(encryption));
        }

        /** Whether it seals like a blob's; what only a customer's key opens is not shared. */
        boolean sealsLike(Blob blob) {
            return encryption.equals(blob.traits().encryption())
                    && encryption.filter(Encryption::isCustomers).isEmpty();
        }
    }

    /**
     * For new content.
     *
     * @throws fr.bleu.http.Failure 403 when the container permits its own default only
     */
    Chosen choose(FoundBlob found, GivenEncryption given) {
        ContainerTarget place = found.target().container();
        if (!(given instanceof GivenEncryption.Default)) {
            Tree.requireFlat(found.container());
        }
        ContainerEncryption under = found.container().traits().encryption();
        Optional<Encryption> wanted = wanted(place, under, given);
        return new Chosen(key(place, wanted, given), wanted, under);
    }

    private Optional<Encryption> wanted(
            ContainerTarget place, ContainerEncryption under, GivenEncryption given) {
        boolean overrides =
                switch (given) {
                    case GivenEncryption.Default _ -> false;
                    case GivenEncryption.Customer _ -> true;
                    case GivenEncryption.Scope scope -> !scope.name().equals(under.shown());
                };
        if (overrides && under.fixed()) {
            throw StorageError.REQUEST_FORBIDDEN_BY_CONTAINER_ENCRYPTION_POLICY.failure();
        }
        return switch (given) {
            case GivenEncryption.Default _ -> ofScope(under.scope());
            case GivenEncryption.Scope scope ->
                    ofScope(
                            scope.name().equals(ContainerEncryption.ACCOUNT_KEY)
                                    ? ""
                                    : scope.name());
            case GivenEncryption.Customer customer ->
                    Optional.of(
                            Encryption.withCustomerKey(
                                    account(place).seal(customer.key().sha256(), SHA256_PLACE)));
        };
    }

    private static Optional<Encryption> ofScope(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(Encryption.withScope(name));
    }

    /**
     * For what adds to a blob or changes its metadata: the request must say, or leave to the
     * container, what the blob is encrypted with.
     *
     * @throws fr.bleu.http.Failure 409 when it says something else
     */
    SealingKey forEdit(FoundBlob found, Blob blob, GivenEncryption given) {
        ContainerTarget place = found.target().container();
        requireCustomer(place, blob, given);
        Optional<Encryption> encryption = blob.traits().encryption();
        String scope = encryption.map(Encryption::scope).orElse("");
        ContainerEncryption under = found.container().traits().encryption();
        String wanted = wanted(place, under, given).map(Encryption::scope).orElse("");
        if (!wanted.equals(scope)) {
            throw mismatch(scope, wanted).failure();
        }
        return key(place, encryption, given);
    }

    /** The same when content was sealed before: by the key that the blob still has. */
    void requireSame(SealingKey used, FoundBlob found, Blob now, GivenEncryption given) {
        if (!forEdit(found, now, given).id().equals(used.id())) {
            throw StorageError.SERVER_BUSY.failure("The blob was encrypted anew.");
        }
    }

    private static StorageError mismatch(String scope, String wanted) {
        if (scope.isEmpty()) {
            return StorageError.BLOB_DOES_NOT_USE_CUSTOMER_SPECIFIED_ENCRYPTION;
        }
        return wanted.isEmpty()
                ? StorageError.BLOB_USES_CUSTOMER_SPECIFIED_ENCRYPTION
                : StorageError.BLOB_CUSTOMER_SPECIFIED_ENCRYPTION_MISMATCH;
    }

    /** For what changes a blob with the key that it has; a scope need not be named. */
    SealingKey forUse(FoundBlob found, Blob blob, GivenEncryption given) {
        ContainerTarget place = found.target().container();
        requireCustomer(place, blob, given);
        return key(place, blob.traits().encryption(), given);
    }

    /** For what neither opens nor seals anything, unless it has to copy what is shared. */
    SealingKey unused(FoundBlob found, Blob blob, GivenEncryption given) {
        ContainerTarget place = found.target().container();
        // What only a customer's key opens is never shared.
        return key(place, blob.traits().encryption().filter(it -> !it.isCustomers()), given);
    }

    /**
     * For what reads a blob; a scope need not be named.
     *
     * @throws fr.bleu.http.Failure 409 without the customer's key, or with one that is not the
     *     blob's
     */
    void requireCustomer(ContainerTarget place, Blob blob, GivenEncryption given) {
        Optional<Encryption> customers = blob.traits().encryption().filter(Encryption::isCustomers);
        if (!(given instanceof GivenEncryption.Customer customer)) {
            if (customers.isPresent()) {
                throw StorageError.BLOB_USES_CUSTOMER_SPECIFIED_ENCRYPTION.failure();
            }
            return;
        }
        if (customers.isEmpty()) {
            throw StorageError.BLOB_DOES_NOT_USE_CUSTOMER_SPECIFIED_ENCRYPTION.failure();
        }
        if (!MessageDigest.isEqual(sha256(place, customers.get()), customer.key().sha256())) {
            throw StorageError.BLOB_CUSTOMER_SPECIFIED_ENCRYPTION_MISMATCH.failure();
        }
    }

    /**
     * The key of content that is there.
     *
     * @throws fr.bleu.http.Failure 409 when only a customer's key opens it and none is given
     */
    SealingKey key(ContainerTarget place, Optional<Encryption> encryption, GivenEncryption given) {
        SealingKey account = account(place);
        if (encryption.isEmpty()) {
            return account;
        }
        if (!encryption.get().isCustomers()) {
            return ofScope(account, encryption.get().scope());
        }
        if (given instanceof GivenEncryption.Customer customer) {
            return account.below(CUSTOMER, customer.key().secret());
        }
        throw StorageError.BLOB_USES_CUSTOMER_SPECIFIED_ENCRYPTION.failure();
    }

    /** An encryption scope's key. */
    static SealingKey ofScope(SealingKey account, String name) {
        return account.below(SCOPE, name.getBytes(StandardCharsets.UTF_8));
    }

    /** The SHA-256 of a customer's key in Base64, as answers show it. */
    public String shownSha256(UUID tenant, UUID account, Encryption encryption) {
        byte[] sha256 =
                keys.account(tenant, account).open(encryption.sealedKeySha256(), SHA256_PLACE);
        return Base64.getEncoder().encodeToString(sha256);
    }

    private byte[] sha256(ContainerTarget place, Encryption encryption) {
        return account(place).open(encryption.sealedKeySha256(), SHA256_PLACE);
    }

    private SealingKey account(ContainerTarget place) {
        return keys.account(place.tenant(), place.account());
    }
}
