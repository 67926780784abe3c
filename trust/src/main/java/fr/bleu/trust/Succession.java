package fr.bleu.trust;

import fr.bleu.ledger.Checkpoint;
import fr.bleu.ledger.MalformedException;
import fr.bleu.ledger.Note;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerTree;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the ledger came to its generation. A restored store has this record, and the first entry of
 * its new tree says the same: which tree it follows, up to where that was restored, and the highest
 * checkpoint of it that is known anywhere. What lies between the two is lost.
 *
 * <p>The record: {@code format(1) = 1 ‖ generation(4) ‖ begun(1) ‖ length(4) ‖ restored ‖ known}.
 *
 * @param generation from 2; a store without the record is of the first
 * @param begun whether the first entry is there
 * @param restored the signed checkpoint of what was restored
 * @param known the signed checkpoint of the same tree with the most entries
 */
public record Succession(int generation, boolean begun, String restored, String known) {

    static final String ACTION = "Bleu.Platform/ledger/generation";

    private static final byte FORMAT = 1;
    private static final int HEADER = 1 + 4 + 1 + 4;

    /** The record's key. */
    public static Key key() {
        return Genesis.key(Tables.GENERATION);
    }

    /**
     * Whether a record is of the ledger's generation, and not of what the next one goes on with.
     */
    public static boolean endsWithGeneration(Key key) {
        return key.tableId() == Tables.GENERATION.id() || key.tableId() == Tables.CHECKPOINT.id();
    }

    /** The generation of a store's ledger. */
    public static int generation(Reads store) {
        return read(store.get(key())).map(Succession::generation).orElse(1);
    }

    /** The record's value. */
    public byte[] encode() {
        byte[] first = restored.getBytes(StandardCharsets.UTF_8);
        byte[] second = known.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEADER + first.length + second.length)
                .put(FORMAT)
                .putInt(generation)
                .put((byte) (begun ? 1 : 0))
                .putInt(first.length)
                .put(first)
                .put(second)
                .array();
    }

    /**
     * Holds the ledger of the generation before a store's own against the checkpoint up to which it
     * was restored.
     *
     * @throws TrustRefusedException when it is another tree
     */
    static void requireRestored(Reads store, int generation, LedgerTree tree) {
        Optional<Succession> own = read(store.get(key()));
        if (own.isEmpty() || own.get().previous() != generation) {
            return; // Earlier ones are only told of by the ledgers that followed them.
        }
        Checkpoint expected = checkpoint(own.get().restored());
        if (tree.size() != expected.size()
                || !MessageDigest.isEqual(tree.rootHash(tree.size()), expected.root())) {
            throw new TrustRefusedException("its ledger is not the one that was restored");
        }
    }

    /** The generation that was restored; a store's own need not be the next number. */
    private int previous() {
        return inOrigin(checkpoint(restored).origin());
    }

    private static int inOrigin(String origin) {
        Matcher end = Pattern.compile("/g([0-9]{1,9})$").matcher(origin);
        if (!end.find()) {
            throw new TrustRefusedException("the ledger's earlier origin has no generation");
        }
        return Integer.parseInt(end.group(1));
    }

    /** The generation before a store's ledger; 0 when there is none. */
    static int before(Reads store) {
        return read(store.get(key())).map(Succession::previous).orElse(0);
    }

    /**
     * The generation before a ledger, by its first entry.
     *
     * @return 0 when that does not name one
     */
    static int before(byte[] firstEntry) {
        String entry = new String(firstEntry, StandardCharsets.UTF_8);
        Matcher named = Pattern.compile("\"previous\":\"([^\"\\\\]*)\"").matcher(entry);
        boolean begins = entry.contains("\"action\":\"" + ACTION + "\"") && named.find();
        return begins ? inOrigin(named.group(1)) : 0;
    }

    private static Optional<Succession> read(Optional<Stored> stored) {
        return stored.map(Stored::value).map(Succession::decode);
    }

    private static Succession decode(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (value.length < HEADER || in.get() != FORMAT) {
            throw new TrustRefusedException("the ledger's generation has another format");
        }
        int generation = in.getInt();
        boolean begun = in.get() != 0;
        byte[] first = new byte[in.getInt()];
        in.get(first);
        byte[] second = new byte[in.remaining()];
        in.get(second);
        return new Succession(
                generation,
                begun,
                new String(first, StandardCharsets.UTF_8),
                new String(second, StandardCharsets.UTF_8));
    }

    /** Commits the first entry of a restored store's new tree, unless it is there. */
    static void begin(TrustConfig config, EntrySealer sealer) {
        Optional<Stored> stored = config.store().get(key());
        if (read(stored).map(Succession::generation).orElse(1) != config.generation()) {
            throw new TrustRefusedException("the store's ledger is of another generation");
        }
        Optional<Succession> waiting = read(stored).filter(it -> !it.begun());
        if (waiting.isEmpty()) {
            return;
        }
        Succession it = waiting.get();
        Succession done = new Succession(it.generation, true, it.restored, it.known);
        Check unchanged = stored.orElseThrow().unchanged();
        Entry entry = Entry.platform(Entry.Kind.PLATFORM, Key.PLATFORM, ACTION, it.details());
        // A conflict says that another node was first.
        CommitResult _ =
                new Journal(config.store(), sealer, config.clock(), config.random())
                        .commit(
                                Key.PLATFORM,
                                List.of(unchanged),
                                List.of(new Write.Put(key(), done.encode())),
                                entry);
    }

    private Map<String, String> details() {
        Checkpoint last = checkpoint(restored);
        Checkpoint highest = checkpoint(known);
        Map<String, String> details = new LinkedHashMap<>();
        details.put("generation", Integer.toString(generation));
        details.put("previous", last.origin());
        details.put("restored-size", Long.toString(last.size()));
        details.put("restored-root", Base64.getEncoder().encodeToString(last.root()));
        details.put("known-size", Long.toString(highest.size()));
        details.put("known-root", Base64.getEncoder().encodeToString(highest.root()));
        details.put("lost", Long.toString(Math.max(0, highest.size() - last.size())));
        details.put("restored-checkpoint", restored);
        details.put("known-checkpoint", known);
        return details;
    }

    private static Checkpoint checkpoint(String signed) {
        try {
            return Checkpoint.parse(Note.parse(signed).text());
        } catch (MalformedException e) {
            throw new TrustRefusedException(
                    "a checkpoint of the ledger's generations is malformed");
        }
    }
}
