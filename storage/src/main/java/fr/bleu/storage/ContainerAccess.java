package fr.bleu.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Set Container ACL sets.
 *
 * @param level what everybody may read
 * @param policies at most {@link #MAX_POLICIES}, each id once
 */
public record ContainerAccess(PublicAccess level, List<StoredPolicy> policies) {
    /** Stored access policies of a container. */
    public static final int MAX_POLICIES = 5;

    /** A new container's. */
    public static final ContainerAccess PRIVATE = new ContainerAccess(PublicAccess.NONE, List.of());

    public ContainerAccess {
        policies = List.copyOf(policies);
        if (policies.size() > MAX_POLICIES) {
            throw new IllegalArgumentException("more policies than a container has");
        }
    }

    Optional<StoredPolicy> policy(String id) {
        return policies.stream().filter(policy -> policy.id().equals(id)).findFirst();
    }

    Encoder encode() {
        Encoder out = new Encoder(64).int8(level.ordinal()).int8(policies.size());
        policies.forEach(policy -> policy.encode(out));
        return out;
    }

    static ContainerAccess decode(Decoder in) {
        PublicAccess level = PublicAccess.values()[in.int8()];
        List<StoredPolicy> policies = new ArrayList<>();
        for (int left = in.int8(); left > 0; left--) {
            policies.add(StoredPolicy.decode(in));
        }
        return new ContainerAccess(level, policies);
    }
}
