package fr.bleu.ledger;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Verifies that a tree follows the one before it: its first entry names that tree, the size and
 * root that were restored, and the highest checkpoint of it that was known. Offline, from an export
 * of each; the older one may be longer or shorter than what was restored, made before or after.
 */
public final class SuccessionVerifier {

    private static final String ACTION = "\"action\":\"Bleu.Platform/ledger/generation\"";
    private static final int RECORD_BYTES = 2 + Leaf.BYTES;

    private final ExportFiles older;
    private final Checkpoint end;
    private final String entry;

    private SuccessionVerifier(ExportFiles older, Checkpoint end, String entry) {
        this.older = older;
        this.end = end;
        this.entry = entry;
    }

    /**
     * Verifies both exports, and what links them.
     *
     * @param vkey the newer ledger's verifier key, from where the auditor trusts it
     * @param olderVkey the older one's: the same key under its own name
     */
    public static Report verify(Path newer, String vkey, Path older, String olderVkey)
            throws IOException {
        Report first = ExportVerifier.verify(older, olderVkey, Optional.empty());
        Report second = ExportVerifier.verify(newer, vkey, Optional.empty());
        if (!(first instanceof Report.Verified before)) {
            return first;
        }
        if (!(second instanceof Report.Verified after)) {
            return second;
        }
        try {
            String entry = firstEntry(new ExportFiles(newer));
            return new SuccessionVerifier(new ExportFiles(older), before.checkpoint(), entry)
                    .verify(after);
        } catch (Refusal e) {
            return new Report.Failed(e.finding());
        }
    }

    private Report verify(Report.Verified newer) throws IOException, Refusal {
        if (!entry.contains(ACTION)) {
            throw broken("its first entry does not begin a generation");
        }
        if (!text("previous").equals(end.origin())) {
            throw broken("it follows " + text("previous") + ", not " + end.origin());
        }
        long restored = number("restored-size");
        long known = number("known-size");
        requireRoot(restored, text("restored-root"));
        requireRoot(known, text("known-root"));
        return new Report.Follows(newer, end, restored, known);
    }

    /** A size beyond the older export's end cannot be held against it. */
    private void requireRoot(long size, String root) throws IOException, Refusal {
        if (size > end.size()) {
            return;
        }
        byte[] expected;
        try {
            expected = Texts.hash(root, "a root hash");
        } catch (MalformedException e) {
            throw broken(e.getMessage());
        }
        if (!MessageDigest.isEqual(root(size), expected)) {
            throw broken("the older tree has another root at " + size + " entries");
        }
    }

    /** The root over the first leaves of an export that is verified. */
    private byte[] root(long size) throws IOException, Refusal {
        CompactRange range = new CompactRange();
        for (long bundle = 0; range.size() < size; bundle++) {
            int width = Tiles.width(0, bundle, end.size());
            byte[] leaves =
                    older.read(Tiles.entriesPath(bundle, width), width * RECORD_BYTES)
                            .orElseThrow(() -> broken("the older export has changed"));
            for (int i = 0; i < width && range.size() < size; i++) {
                int from = i * RECORD_BYTES + 2;
                range.append(Merkle.leafHash(Arrays.copyOfRange(leaves, from, from + Leaf.BYTES)));
            }
        }
        return range.root();
    }

    private static String firstEntry(ExportFiles newer) throws IOException, Refusal {
        Optional<DataInputStream> file = newer.open(Tiles.openedPath(0));
        if (file.isPresent()) {
            try (DataInputStream in = file.get()) {
                Opening opening = Opening.read(in);
                if (opening.index() == 0) {
                    return new String(opening.entry(), StandardCharsets.UTF_8);
                }
            } catch (MalformedException e) {
                throw broken(e.getMessage());
            }
        }
        throw broken("the newer export does not open its first entry");
    }

    private long number(String name) throws Refusal {
        try {
            return Texts.number(text(name), name);
        } catch (MalformedException e) {
            throw broken(e.getMessage());
        }
    }

    /** A detail of the entry; those that are asked for have no characters that JSON escapes. */
    private String text(String name) throws Refusal {
        Matcher detail =
                Pattern.compile("\"" + Pattern.quote(name) + "\":\"([^\"\\\\]*)\"").matcher(entry);
        if (!detail.find()) {
            throw broken("its first entry lacks " + name);
        }
        return detail.group(1);
    }

    private static Refusal broken(String why) {
        return new Refusal(new Finding.BrokenSuccession(why));
    }
}
