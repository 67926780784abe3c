package fr.bleu.storage;

import java.util.Optional;

/**
 * What a container has beside its metadata.
 *
 * @param lease absent: never leased, or released
 */
public record ContainerTraits(Optional<Lease> lease) {
    /** None of it. */
    public static final ContainerTraits NONE = new ContainerTraits(Optional.empty());

    private static final int LEASE = 1;

    ContainerTraits withLease(Optional<Lease> other) {
        return new ContainerTraits(other);
    }

    /** Must come last in a record. */
    void encode(Encoder out) {
        lease.ifPresent(it -> Sections.write(out, LEASE, it.encode()));
    }

    static ContainerTraits decode(Decoder in) {
        if (!in.hasMore()) {
            return NONE;
        }
        Sections found = Sections.read(in, LEASE);
        return new ContainerTraits(found.find(LEASE, Lease::decode));
    }
}
