package fr.bleu.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What holds a container's blobs.
 *
 * @param ofVersions whether versions are held one by one; never taken back
 * @param policy the container's time-based policy
 * @param holds the container's legal holds, by their tags
 */
public record ContainerImmutability(
        boolean ofVersions, Optional<ContainerPolicy> policy, List<LegalHold> holds) {
    /** Nothing. */
    public static final ContainerImmutability NONE =
            new ContainerImmutability(false, Optional.empty(), List.of());

    /** Versions are held one by one, and none is yet. */
    static final ContainerImmutability OF_VERSIONS =
            new ContainerImmutability(true, Optional.empty(), List.of());

    /** Legal holds of one container. */
    public static final int MAX_HOLDS = 10;

    public ContainerImmutability {
        holds = holds.stream().sorted(Comparator.comparing(LegalHold::tag)).toList();
    }

    ContainerImmutability withPolicy(Optional<ContainerPolicy> other) {
        return new ContainerImmutability(ofVersions, other, holds);
    }

    ContainerImmutability withHolds(List<LegalHold> other) {
        return new ContainerImmutability(ofVersions, policy, other);
    }

    /** Whether there is a legal hold of this tag. */
    boolean hasHold(String tag) {
        return holds.stream().anyMatch(hold -> hold.tag().equals(tag));
    }

    /** Whether the account, too, must stay. */
    boolean keepsAccount() {
        return ofVersions || !holds.isEmpty() || policy.filter(ContainerPolicy::locked).isPresent();
    }

    /** What is told about it, who and when, comes last: older records end without. */
    Encoder encode() {
        Encoder out = new Encoder(64).int8(ofVersions ? 1 : 0).int8(policy.isPresent() ? 1 : 0);
        policy.ifPresent(
                it -> out.int32(it.days()).int8(it.locked() ? 1 : 0).int64(it.modified().ticks()));
        out.int32(holds.size());
        holds.forEach(hold -> out.text(hold.tag()));
        holds.forEach(hold -> out.int64(hold.since().ticks()).text(hold.by()));
        policy.ifPresent(
                it -> {
                    out.int8(it.updates().size());
                    it.updates().forEach(update -> update.encode(out));
                });
        return out;
    }

    static ContainerImmutability decode(Decoder in) {
        boolean ofVersions = in.int8() != 0;
        Optional<ContainerPolicy> policy =
                in.int8() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new ContainerPolicy(
                                        in.int32(),
                                        in.int8() != 0,
                                        new Stamp(in.int64()),
                                        List.of()));
        List<String> tags = new ArrayList<>();
        for (int left = in.int32(); left > 0; left--) {
            tags.add(in.text());
        }
        List<LegalHold> holds = new ArrayList<>();
        for (String tag : tags) {
            boolean told = in.hasMore();
            holds.add(new LegalHold(tag, new Stamp(told ? in.int64() : 0), told ? in.text() : ""));
        }
        return new ContainerImmutability(ofVersions, policy.map(it -> withUpdates(it, in)), holds);
    }

    private static ContainerPolicy withUpdates(ContainerPolicy policy, Decoder in) {
        List<PolicyUpdate> updates = new ArrayList<>();
        for (int left = in.hasMore() ? in.int8() : 0; left > 0; left--) {
            updates.add(PolicyUpdate.decode(in));
        }
        return new ContainerPolicy(policy.days(), policy.locked(), policy.modified(), updates);
    }
}
