package fr.bleu.trust;

import fr.bleu.ledger.ExportWriter;
import fr.bleu.ledger.MalformedException;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The signed ledger: its key, its checkpoints, its export. */
public final class Ledger {

    private final Store store;
    private final LedgerSigner signer;
    private final Tags tags;
    private final EntrySealer sealer;
    private final Journal journal;

    Ledger(Store store, LedgerSigner signer, Tags tags, EntrySealer sealer, Journal journal) {
        this.store = store;
        this.signer = signer;
        this.tags = tags;
        this.sealer = sealer;
        this.journal = journal;
    }

    /**
     * How far the signing is behind.
     *
     * @param durable entries that were committed when it was last looked, ten times a second
     * @param signed entries that the latest checkpoint covers
     * @param sinceSigned how long ago the two were the same
     */
    public record Progress(long durable, long signed, Duration sinceSigned) {}

    /** How far it is; signs nothing and waits for nothing. */
    public Progress progress() {
        long signed = signer.signedSize();
        return new Progress(Math.max(signed, signer.durableSize()), signed, signer.sinceSigned());
    }

    /** The verifier's key, as c2sp.org/signed-note writes it. */
    public String vkey() {
        return signer.vkey();
    }

    /** The same of a generation: the key stays, its name does not. */
    public String vkey(int generation) {
        return signer.vkey(generation);
    }

    /**
     * A signed checkpoint of the first entries, for a backup that ends there.
     *
     * @throws UnavailableException when they do not have this root, or are not durable
     */
    public String checkpointAt(long size, byte[] root) {
        return signer.at(size, root);
    }

    /** The latest signed checkpoint; signs a new one if the tree has grown. */
    public String checkpoint() {
        return signer.sign().text();
    }

    /** A tenant's own tag, in hexadecimal, by which it finds its leaves in an export. */
    public String tag(UUID tenant) {
        return HexFormat.of().formatHex(tags.of(tenant));
    }

    /**
     * Exports the whole ledger: leaves, tiles, and the platform's own entries opened. What is
     * intended stands in the ledger before anything is read, and so in the export; what came of it
     * follows after.
     *
     * @param permit for {@link Actions#LEDGER_EXPORT}
     * @param directory absent or empty
     * @param opened a tenant whose entries are opened too: recorded in its own ledger
     * @throws UnavailableException when the intent cannot be committed: nothing is exported
     */
    public void export(Permit permit, Path directory, Optional<UUID> opened) throws IOException {
        export(permit, directory, opened, OptionalInt.empty());
    }

    /**
     * The same of an earlier generation, which lasts until its restored head.
     *
     * @throws IllegalArgumentException when the store has none of that number
     */
    public void export(Permit permit, Path directory, Optional<UUID> opened, OptionalInt generation)
            throws IOException {
        permit.require(Actions.LEDGER_EXPORT);
        LedgerTree tree = generation.isEmpty() ? store.ledger() : archived(generation.getAsInt());
        Map<String, String> details = new LinkedHashMap<>();
        generation.ifPresent(number -> details.put("generation", Integer.toString(number)));
        opened.ifPresent(tenant -> details.put("opened", tenant.toString()));
        note(permit, Entry.Result.INTENDED, details, opened);
        LedgerSigner.Signed signed =
                generation.isEmpty() ? signer.sign() : signer.archived(generation.getAsInt(), tree);
        details.put("size", Long.toString(signed.size()));
        try {
            ExportWriter.write(
                    directory,
                    signed.text(),
                    new LeafPages(tree, signed.size()),
                    new OpeningPages(new EntryPages(tree, signed.size()), sealer, tags, opened));
        } catch (IOException | RuntimeException e) {
            note(permit, Entry.Result.FAILED, details, opened);
            throw e;
        } catch (MalformedException e) {
            throw new IllegalStateException("the ledger's own checkpoint is malformed", e);
        }
        note(permit, Entry.Result.DONE, details, opened);
    }

    private LedgerTree archived(int generation) {
        return store.archived(generation)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no earlier generation " + generation));
    }

    private void note(
            Permit permit,
            Entry.Result result,
            Map<String, String> details,
            Optional<UUID> opened) {
        Entry entry =
                switch (permit) {
                    case GrantedPermit granted -> Entry.of(granted, result, details);
                };
        journal.append(Key.PLATFORM, List.of(entry));
        opened.ifPresent(tenant -> journal.append(tenant, List.of(entry.in(tenant))));
    }
}
