package fr.bleu.app.stopped;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.platform.CheckpointFile;
import fr.bleu.app.platform.TrustConfigs;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.extents.StoppedExtents;
import fr.bleu.identity.Tenants;
import fr.bleu.keys.Keys;
import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.RootKey;
import fr.bleu.keys.RootKeyFile;
import fr.bleu.keys.UnknownKeyException;
import fr.bleu.keys.WrongRootKeyException;
import fr.bleu.storage.StoppedStorage;
import fr.bleu.store.StoppedStore;
import fr.bleu.store.StoreFailedException;
import fr.bleu.store.StoreUnusableException;
import fr.bleu.trust.StoppedTrust;
import fr.bleu.trust.TrustRefusedException;
import fr.bleu.vault.StoppedVaults;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks again all that an instance that does not run keeps: records, ledger, extents. It changes
 * nothing, and needs memory for a page of each alone. Whoever calls it holds the instance's lock.
 */
public final class Verification {

    private static final String RECOVER = "docs/operations.md, \"Recover\", says how";
    private static final String RECORDS = "restore from a backup: " + RECOVER;
    private static final String LEDGER =
            "keep what is there as evidence, and restore from a backup: " + RECOVER;
    private static final String BYTES =
            "the tenant's ledger names the object after ./bleu scrub; upload it again, or restore"
                    + " from a backup";

    /**
     * What was gone over, and how much of it is wrong.
     *
     * @param opened sealed entries that are what their leaves commit to
     * @param secrets versions of vaults' secrets that opened
     */
    public record Result(
            StoppedStore.Verified store,
            long opened,
            StoppedStorage.Verified storage,
            long secrets,
            long wrong) {}

    private final Instance instance;
    private final StoppedEngines engines;
    private final Consumer<String> out;
    private final Map<Integer, String> tables = KnownTables.read();
    private long wrong;

    /**
     * @param stamp where the data is, when it is not in the instance's folder
     * @param out told of each finding in a line
     */
    public Verification(Instance instance, Optional<SharedEngines> stamp, Consumer<String> out) {
        this.instance = instance;
        this.engines = new StoppedEngines(instance, stamp);
        this.out = out;
    }

    /**
     * Verifies.
     *
     * @throws CommandFailure when it cannot be begun: in use, of a newer format, without its key
     */
    public Result run() {
        try (StoppedStore store = engines.store();
                StoppedExtents extents = engines.extents(store);
                RootKey root = RootKeyFile.load(instance.rootKey(), new SecureRandom())) {
            StoppedStore.Verified rows = store.verify(tables::containsKey, found(RECORDS));
            try (Keys keys = Keys.open(store, root)) {
                return verify(store, rows, keys, extents);
            } catch (OpenFailedException | UnknownKeyException | TrustRefusedException e) {
                found(RECORDS).accept(e.getMessage() + ": nothing else can be opened");
                return new Result(rows, 0, StoppedStorage.Verified.NOTHING, 0, wrong);
            }
        } catch (WrongRootKeyException e) {
            throw new CommandFailure(e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure("it cannot be read: " + CommandFailure.reason(e));
        }
    }

    private Result verify(
            StoppedStore store, StoppedStore.Verified rows, Keys keys, StoppedExtents extents)
            throws IOException {
        StoppedTrust trust =
                StoppedTrust.open(TrustConfigs.stopped(instance, store, keys, checkpoint()), store);
        checkpoints(trust);
        long opened = trust.verifyEntries(Tenants.ids(store), found(LEDGER));
        StoppedStorage.Verified storage =
                new StoppedStorage(trust.records(), trust.names(), keys, extents)
                        .verify(found(BYTES));
        long secrets =
                new StoppedVaults(trust.records(), trust.names(), keys).verify(found(RECORDS));
        return new Result(rows, opened, storage, secrets, wrong);
    }

    private Optional<String> checkpoint() {
        Optional<String> kept = CheckpointFile.read(instance.checkpoint());
        // A restored cloud that was not started yet has published nothing.
        if (kept.isEmpty() && Files.exists(instance.details())) {
            found("restore it: " + RECOVER)
                    .accept("the last published checkpoint is missing: " + instance.checkpoint());
        }
        return kept;
    }

    private void checkpoints(StoppedTrust trust) {
        try {
            trust.requireCheckpoints();
        } catch (TrustRefusedException | StoreUnusableException | StoreFailedException e) {
            found(LEDGER).accept(e.getMessage());
        }
    }

    private Consumer<String> found(String remedy) {
        return what -> {
            wrong++;
            out.accept("wrong: " + what + "; do: " + remedy);
        };
    }
}
