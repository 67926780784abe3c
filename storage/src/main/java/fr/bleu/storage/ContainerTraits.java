package fr.bleu.storage;

import java.util.Optional;

/**
 * What a container has beside its metadata.
 *
 * @param lease absent: never leased, or released
 * @param immutability what holds its blobs
 */
public record ContainerTraits(Optional<Lease> lease, ContainerImmutability immutability) {
    /** None of it. */
    public static final ContainerTraits NONE =
            new ContainerTraits(Optional.empty(), ContainerImmutability.NONE);

    private static final int LEASE = 1;

    /** 2 is who may come in without a key or role. */
    private static final int IMMUTABILITY = 3;

    ContainerTraits withLease(Optional<Lease> other) {
        return new ContainerTraits(other, immutability);
    }

    ContainerTraits withImmutability(ContainerImmutability other) {
        return new ContainerTraits(lease, other);
    }

    /** Must come last in a record. */
    void encode(Encoder out) {
        lease.ifPresent(it -> Sections.write(out, LEASE, it.encode()));
        if (!immutability.equals(ContainerImmutability.NONE)) {
            Sections.write(out, IMMUTABILITY, immutability.encode());
        }
    }

    static ContainerTraits decode(Decoder in) {
        if (!in.hasMore()) {
            return NONE;
        }
        Sections found = Sections.read(in, IMMUTABILITY);
        return new ContainerTraits(
                found.find(LEASE, Lease::decode),
                found.find(IMMUTABILITY, ContainerImmutability::decode)
                        .orElse(ContainerImmutability.NONE));
    }
}
