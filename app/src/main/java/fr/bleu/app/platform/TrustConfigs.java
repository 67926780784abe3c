package fr.bleu.app.platform;

import fr.bleu.app.Instance;
import fr.bleu.app.stamp.NodeSettings;
import fr.bleu.http.Domains;
import fr.bleu.keys.Keys;
import fr.bleu.store.Reads;
import fr.bleu.store.StoppedStore;
import fr.bleu.store.Store;
import fr.bleu.trust.Node;
import fr.bleu.trust.Place;
import fr.bleu.trust.Succession;
import fr.bleu.trust.TrustConfig;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What trust is made of. */
public final class TrustConfigs {
    private static final List<String> REGIONS = List.of("francecentral", "francesouth");

    private TrustConfigs() {}

    /** When an instance runs: each published checkpoint is kept outside the store, too. */
    static TrustConfig running(
            GroundFloor.Options options,
            Node node,
            Store store,
            Keys keys,
            Optional<String> published,
            CheckpointFile checkpoints) {
        return new TrustConfig(
                store,
                keys,
                store.clock(),
                options.random(),
                stamp(options.instance(), options.stamp(), store, keys),
                Succession.generation(store),
                node,
                places(node),
                options.publicData(),
                published,
                checkpoints::published);
    }

    /** When an instance does not run: it publishes nothing. */
    public static TrustConfig stopped(
            Instance instance, StoppedStore store, Keys keys, Optional<String> published) {
        return new TrustConfig(
                store,
                keys,
                InstantSource.system(),
                new SecureRandom(),
                stamp(instance, Optional.empty(), store, keys),
                Succession.generation(store),
                places(NodeSettings.NONE.alone()),
                published,
                _ -> {});
    }

    /** Where no name is given, a stamp keeps its ledger's; a new one's is {@code stamp1}. */
    private static String stamp(Instance instance, Optional<String> given, Reads store, Keys keys) {
        String name = given.or(() -> TrustConfig.stampName(store, keys)).orElse("stamp1");
        return Domains.DEFAULT_BASE + "/" + instance.id() + "/" + name;
    }

    /** What the first start signs: both regions, in its own country and with its own entity. */
    private static List<Place> places(Node first) {
        return REGIONS.stream()
                .map(region -> new Place(region, first.country(), first.entity()))
                .toList();
    }
}
