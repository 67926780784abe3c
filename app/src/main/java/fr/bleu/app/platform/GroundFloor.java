package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.Kind;
import fr.bleu.app.backup.Backup;
import fr.bleu.app.operator.Monitoring;
import fr.bleu.app.stamp.NodeSettings;
import fr.bleu.extents.Extents;
import fr.bleu.http.Domains;
import fr.bleu.http.ca.CaException;
import fr.bleu.http.ca.PlatformCa;
import fr.bleu.keys.Keys;
import fr.bleu.keys.RootKey;
import fr.bleu.keys.RootKeyFile;
import fr.bleu.ledger.Checkpoint;
import fr.bleu.store.Store;
import fr.bleu.trust.Node;
import fr.bleu.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What every service stands on: records, keys, ledger and policy, encrypted bytes.
 *
 * @param store the records, as services see them
 * @param clock the store's: nodes of a stamp go by one time
 * @param identity a cloud's node; development storage has no CA
 * @param backup of all of it
 */
record GroundFloor(
        Store store,
        InstantSource clock,
        Keys keys,
        Optional<NodeIdentity> identity,
        Trust trust,
        Nodes nodes,
        Extents extents,
        Backup backup) {

    /**
     * What decides how it is opened.
     *
     * @param stamp the stamp's name, if one was given
     * @param publicData whether the first start signs that tenants may publish
     */
    record Options(
            Instance instance,
            Domains domains,
            Engines engines,
            NodeSettings node,
            Optional<String> stamp,
            boolean publicData,
            Monitoring monitoring,
            SecureRandom random) {}

    /**
     * Opens it, each part as soon as it is open added to the parts.
     *
     * @throws CommandFailure with one line, when what must be there is not
     */
    static GroundFloor open(Options options, Parts parts)
            throws IOException, GeneralSecurityException, CaException {
        Instance instance = options.instance();
        Monitoring monitoring = options.monitoring();
        Optional<String> published = CheckpointFile.read(instance.checkpoint());
        Store records = store(options, published.map(CheckpointFile::parse), parts);
        Store store = monitoring.traced(records);
        InstantSource clock = store.clock();
        RootKey root = parts.add(rootKey(instance, store, options.random()));
        Keys keys = parts.add(Keys.open(store, root, clock, options.random()));
        CheckpointFile checkpoints = parts.add(new CheckpointFile(instance.checkpoint()));
        Optional<NodeIdentity> identity = identity(options, clock);
        Node node = identity.map(it -> it.certificate().node()).orElseGet(options.node()::alone);
        Trust trust =
                parts.add(
                        Trust.open(
                                TrustConfigs.running(
                                        options, node, store, keys, published, checkpoints)));
        requirePolicy(options, trust);
        Nodes nodes = new Nodes(records, trust.commits(), options.random());
        identity.ifPresent(it -> parts.add(new Presence(nodes, it)));
        Extents stored = parts.add(options.engines().extents(store));
        Backup backup =
                new Backup(
                        new Backup.Source(
                                instance,
                                records,
                                stored,
                                trust.ledger(),
                                root.backups(),
                                clock,
                                options.random()));
        return new GroundFloor(
                store, clock, keys, identity, trust, nodes, monitoring.traced(stored), backup);
    }

    private static Optional<NodeIdentity> identity(Options options, InstantSource clock)
            throws IOException, GeneralSecurityException, CaException {
        Instance instance = options.instance();
        if (instance.kind() == Kind.DEVELOPMENT_STORAGE) {
            return Optional.empty();
        }
        PlatformCa authority = Authority.open(instance, options.domains(), clock, options.random());
        return Optional.of(
                NodeIdentity.open(instance, options.node(), authority, clock, options.random()));
    }

    private static Store store(Options options, Optional<Checkpoint> published, Parts parts)
            throws IOException {
        Instance instance = options.instance();
        boolean started = Files.exists(instance.details());
        if (started && published.isEmpty()) {
            throw new CommandFailure(
                    "the last published checkpoint is missing: restore " + instance.checkpoint());
        }
        Store store = parts.add(options.engines().store(published));
        MovedRecord.refuse(store);
        if (options.engines().isBeingFilled()) {
            throw new CommandFailure(
                    "a move to here was cut before its end: start the cloud where it was, or begin"
                            + " the move again (docs/operations.md, \"Move\")");
        }
        return store;
    }

    /** A new root key is made only for a store that nothing was ever written to. */
    private static RootKey rootKey(Instance instance, Store store, SecureRandom random)
            throws IOException {
        if (Files.exists(instance.rootKey())) {
            return RootKeyFile.load(instance.rootKey(), random);
        }
        if (Files.exists(instance.details())) {
            throw new CommandFailure(
                    "the root key is missing: restore " + instance.rootKey() + " from its backup");
        }
        if (Keys.isBegun(store)) {
            throw new CommandFailure(
                    "the store was made under a root key that is not here: a further node begins"
                            + " with ./bleu node unpack");
        }
        return RootKeyFile.create(instance.rootKey(), random);
    }

    private static void requirePolicy(Options options, Trust trust) {
        boolean asked = options.publicData() && options.instance().kind() == Kind.CLOUD;
        if (asked && !trust.policy().allowsPublicData()) {
            throw new CommandFailure(
                    "--public-data: the policy that the first start signed does not allow it");
        }
    }
}
