package fr.bleu.storage;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What holds a container's blobs.
 *
 * @param ofVersions whether versions are held one by one; never taken back
 * @param policy the container's time-based policy
 * @param holds the tags of the container's legal holds
 */
public record ContainerImmutability(
        boolean ofVersions, Optional<ContainerPolicy> policy, SortedSet<String> holds) {
    /** Nothing. */
    public static final ContainerImmutability NONE =
            new ContainerImmutability(false, Optional.empty(), Collections.emptySortedSet());

    /** Tags of legal holds of one container. */
    public static final int MAX_HOLDS = 10;

    public ContainerImmutability {
        holds = Collections.unmodifiableSortedSet(new TreeSet<>(holds));
    }

    ContainerImmutability withVersions() {
        return new ContainerImmutability(true, policy, holds);
    }

    ContainerImmutability withPolicy(Optional<ContainerPolicy> other) {
        return new ContainerImmutability(ofVersions, other, holds);
    }

    ContainerImmutability withHolds(SortedSet<String> other) {
        return new ContainerImmutability(ofVersions, policy, other);
    }

    /** Whether the account, too, must stay. */
    boolean keepsAccount() {
        return ofVersions || !holds.isEmpty() || policy.filter(ContainerPolicy::locked).isPresent();
    }

    Encoder encode() {
        Encoder out = new Encoder(64).int8(ofVersions ? 1 : 0).int8(policy.isPresent() ? 1 : 0);
        policy.ifPresent(
                it -> out.int32(it.days()).int8(it.locked() ? 1 : 0).int64(it.modified().ticks()));
        out.int32(holds.size());
        holds.forEach(out::text);
        return out;
    }

    static ContainerImmutability decode(Decoder in) {
        boolean ofVersions = in.int8() != 0;
        Optional<ContainerPolicy> policy =
                in.int8() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new ContainerPolicy(
                                        in.int32(), in.int8() != 0, new Stamp(in.int64())));
        SortedSet<String> holds = new TreeSet<>();
        for (int left = in.int32(); left > 0; left--) {
            holds.add(in.text());
        }
        return new ContainerImmutability(ofVersions, policy, holds);
    }
}
