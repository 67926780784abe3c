package fr.bleu.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * A rule of a lifecycle policy.
 *
 * @param base for current blobs
 * @param snapshot for snapshots
 * @param version for earlier versions
 */
public record LifecycleRule(
        String name,
        boolean enabled,
        LifecycleFilter filter,
        List<LifecycleAction> base,
        List<LifecycleAction> snapshot,
        List<LifecycleAction> version) {

    public LifecycleRule {
        base = List.copyOf(base);
        snapshot = List.copyOf(snapshot);
        version = List.copyOf(version);
    }

    List<LifecycleAction> actions(LifecycleSubject.Kind kind) {
        return switch (kind) {
            case BASE -> base;
            case SNAPSHOT -> snapshot;
            case VERSION -> version;
        };
    }

    void encode(Encoder out) {
        out.text(name).int8(enabled ? 1 : 0);
        filter.encode(out);
        for (List<LifecycleAction> actions : List.of(base, snapshot, version)) {
            out.int32(actions.size());
            actions.forEach(action -> action.encode(out));
        }
    }

    static LifecycleRule decode(Decoder in) {
        return new LifecycleRule(
                in.text(),
                in.int8() != 0,
                LifecycleFilter.decode(in),
                actions(in),
                actions(in),
                actions(in));
    }

    private static List<LifecycleAction> actions(Decoder in) {
        List<LifecycleAction> actions = new ArrayList<>();
        for (int left = in.int32(); left > 0; left--) {
            actions.add(LifecycleAction.decode(in));
        }
        return actions;
    }
}
