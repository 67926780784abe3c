package fr.bleu.storage;

import java.util.Optional;

/**
 * What a container has beside its metadata.
 *
 * @param lease absent: never leased, or released
 * @param access who comes in without a key or role
 */
public record ContainerTraits(Optional<Lease> lease, ContainerAccess access) {
    /** None of it. */
    public static final ContainerTraits NONE =
            new ContainerTraits(Optional.empty(), ContainerAccess.PRIVATE);

    private static final int LEASE = 1;
    private static final int ACCESS = 2;

    ContainerTraits withLease(Optional<Lease> other) {
        return new ContainerTraits(other, access);
    }

    ContainerTraits withAccess(ContainerAccess other) {
        return new ContainerTraits(lease, other);
    }

    /** Must come last in a record. */
    void encode(Encoder out) {
        lease.ifPresent(it -> Sections.write(out, LEASE, it.encode()));
        if (!access.equals(ContainerAccess.PRIVATE)) {
            Sections.write(out, ACCESS, access.encode());
        }
    }

    static ContainerTraits decode(Decoder in) {
        if (!in.hasMore()) {
            return NONE;
        }
        Sections found = Sections.read(in, ACCESS);
        return new ContainerTraits(
                found.find(LEASE, Lease::decode),
                found.find(ACCESS, ContainerAccess::decode).orElse(ContainerAccess.PRIVATE));
    }
}
