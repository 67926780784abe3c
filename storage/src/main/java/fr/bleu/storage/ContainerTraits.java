package fr.bleu.storage;

import java.util.Optional;

/**
 * What a container has beside its metadata.
 *
 * @param lease absent: never leased, or released
 * @param access who comes in without a key or role
 * @param immutability what holds its blobs
 * @param encryption what its blobs are encrypted with by default
 * @param hierarchical whether its blobs lie in directories, see {@link Tree}
 */
public record ContainerTraits(
        Optional<Lease> lease,
        ContainerAccess access,
        ContainerImmutability immutability,
        ContainerEncryption encryption,
        boolean hierarchical) {
    /** None of it. */
    public static final ContainerTraits NONE =
            new ContainerTraits(
                    Optional.empty(),
                    ContainerAccess.PRIVATE,
                    ContainerImmutability.NONE,
                    ContainerEncryption.ACCOUNT,
                    false);

    private static final int LEASE = 1;
    private static final int ACCESS = 2;

    private static final int IMMUTABILITY = 3;
    private static final int ENCRYPTION = 4;
    private static final int HIERARCHICAL = 5;

    /** A new container's: it is hierarchical if its account is. */
    static ContainerTraits of(AccountSettings account) {
        return NONE.withHierarchy(account.hierarchical());
    }

    ContainerTraits withLease(Optional<Lease> other) {
        return new ContainerTraits(other, access, immutability, encryption, hierarchical);
    }

    ContainerTraits withAccess(ContainerAccess other) {
        return new ContainerTraits(lease, other, immutability, encryption, hierarchical);
    }

    ContainerTraits withImmutability(ContainerImmutability other) {
        return new ContainerTraits(lease, access, other, encryption, hierarchical);
    }

    ContainerTraits withEncryption(ContainerEncryption other) {
        return new ContainerTraits(lease, access, immutability, other, hierarchical);
    }

    ContainerTraits withHierarchy(boolean other) {
        return new ContainerTraits(lease, access, immutability, encryption, other);
    }

    /** Must come last in a record. */
    void encode(Encoder out) {
        lease.ifPresent(it -> Sections.write(out, LEASE, it.encode()));
        if (!access.equals(ContainerAccess.PRIVATE)) {
            Sections.write(out, ACCESS, access.encode());
        }
        if (!immutability.equals(ContainerImmutability.NONE)) {
            Sections.write(out, IMMUTABILITY, immutability.encode());
        }
        if (!encryption.equals(ContainerEncryption.ACCOUNT)) {
            Sections.write(out, ENCRYPTION, encryption.encode());
        }
        Sections.mark(out, HIERARCHICAL, hierarchical);
    }

    static ContainerTraits decode(Decoder in) {
        if (!in.hasMore()) {
            return NONE;
        }
        Sections found = Sections.read(in, HIERARCHICAL);
        return new ContainerTraits(
                found.find(LEASE, Lease::decode),
                found.find(ACCESS, ContainerAccess::decode).orElse(ContainerAccess.PRIVATE),
                found.find(IMMUTABILITY, ContainerImmutability::decode)
                        .orElse(ContainerImmutability.NONE),
                found.find(ENCRYPTION, ContainerEncryption::decode)
                        .orElse(ContainerEncryption.ACCOUNT),
                found.has(HIERARCHICAL));
    }
}
