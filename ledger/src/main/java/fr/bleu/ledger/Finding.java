package fr.bleu.ledger;

import java.util.List;
import java.util.OptionalLong;

/** Why a verification failed: each kind in its own words, fit for a terminal. */
public sealed interface Finding {

    /** One sentence for a person. Names that come from outside have their controls replaced. */
    String message();

    /** The index of the entry that it is about, where one is known. */
    default OptionalLong entry() {
        return OptionalLong.empty();
    }

    /** The verifier key that was given cannot be used. */
    record UnusableKey(String why) implements Finding {
        @Override
        public String message() {
            return "The key that was given cannot be used: " + why + ".";
        }
    }

    /** A checkpoint does not have its format. */
    record MalformedCheckpoint(String where, String why) implements Finding {
        @Override
        public String message() {
            return "Malformed checkpoint (" + where + "): " + shown(why) + ".";
        }
    }

    /** A line bears the key's name and id and does not verify. */
    record AlteredCheckpoint(String where) implements Finding {
        @Override
        public String message() {
            return "Altered checkpoint ("
                    + where
                    + "): its text or signature was changed after it was signed.";
        }
    }

    /** The checkpoint bears no signature of the key. */
    record OtherKey(String where, String expected, List<String> signers) implements Finding {
        @Override
        public String message() {
            return "Signed by another key ("
                    + where
                    + "): no signature is of the given key "
                    + expected
                    + "; there are signatures of "
                    + shown(String.join(", ", signers))
                    + ".";
        }
    }

    /** The key has signed a checkpoint of another tree. */
    record OtherOrigin(String where, String origin, String expected) implements Finding {
        @Override
        public String message() {
            return "Another tree ("
                    + where
                    + "): the checkpoint is of "
                    + shown(origin)
                    + ", the key is for "
                    + expected
                    + ".";
        }
    }

    /** A file that the checkpoint's size asks for is missing, or ends early. */
    record Truncated(String path, long size, OptionalLong entry) implements Finding {
        @Override
        public String message() {
            return "Truncated export: the checkpoint speaks of "
                    + size
                    + " entries, but "
                    + path
                    + (entry.isPresent()
                            ? " does not hold entry " + entry.getAsLong() + "."
                            : " is missing.");
        }
    }

    /** An entry is gone and the next one stands in its place. */
    record RemovedEntry(long index, String path) implements Finding {
        @Override
        public String message() {
            return "Removed entry: entry " + index + " is no longer in " + path + ".";
        }

        @Override
        public OptionalLong entry() {
            return OptionalLong.of(index);
        }
    }

    /** An entry's bytes do not hash to what the tree says. */
    record AlteredEntry(long index, String path) implements Finding {
        @Override
        public String message() {
            return "Altered entry: entry "
                    + index
                    + " in "
                    + path
                    + " is not what was committed to the ledger.";
        }

        @Override
        public OptionalLong entry() {
            return OptionalLong.of(index);
        }
    }

    /** An entry is in the signed tree, but is no leaf that this verifier knows. */
    record UnknownLeaf(long index, String why) implements Finding {
        @Override
        public String message() {
            return "Unknown leaf: entry " + index + " cannot be read: " + why + ".";
        }

        @Override
        public OptionalLong entry() {
            return OptionalLong.of(index);
        }
    }

    /** An opened entry or its salt is not what its leaf commits to. */
    record AlteredOpening(long index, String path) implements Finding {
        @Override
        public String message() {
            return "Altered opened entry: entry "
                    + index
                    + " in "
                    + path
                    + " does not match the commitment in its leaf.";
        }

        @Override
        public OptionalLong entry() {
            return OptionalLong.of(index);
        }
    }

    /** A complete tile does not hash to its place in the tile above. */
    record AlteredTile(String path) implements Finding {
        @Override
        public String message() {
            return "Altered tile: " + path + " does not hash to what the tile above it says.";
        }
    }

    /** The tiles at the right edge do not hash to the signed root. */
    record OtherRoot(List<String> paths) implements Finding {
        @Override
        public String message() {
            return "Altered tile: the tree's right edge ("
                    + String.join(", ", paths)
                    + ") does not hash to the checkpoint's root.";
        }
    }

    /** A file is too long, has no known form, or is no regular file inside the export. */
    record MalformedFile(String path, String why) implements Finding {
        @Override
        public String message() {
            return "Malformed file: " + shown(path) + " " + why + ".";
        }
    }

    /** A receipt does not have its format. */
    record MalformedReceipt(String why) implements Finding {
        @Override
        public String message() {
            return "Malformed receipt: " + shown(why) + ".";
        }
    }

    /** A receipt's proof does not lead from its leaf to its checkpoint's root. */
    record FailedProof(long index) implements Finding {
        @Override
        public String message() {
            return "Failed proof: the receipt's proof does not show entry "
                    + index
                    + " in its checkpoint.";
        }

        @Override
        public OptionalLong entry() {
            return OptionalLong.of(index);
        }
    }

    /** The export ends before the entry or the checkpoint that a receipt speaks of. */
    record ExportTooOld(long needed, long size) implements Finding {
        @Override
        public String message() {
            return "Older export: the receipt needs the tree of "
                    + needed
                    + " entries, the export has "
                    + size
                    + "; check it against a newer export.";
        }
    }

    /** The ledger holds another entry where the receipt's was promised. */
    record BrokenPromise(long index) implements Finding {
        @Override
        public String message() {
            return "Broken promise: entry " + index + " of the ledger is not the receipt's.";
        }

        @Override
        public OptionalLong entry() {
            return OptionalLong.of(index);
        }
    }

    /** Two checkpoints of one key whose trees do not continue one another. */
    record SplitView(long olderSize, long newerSize) implements Finding {
        @Override
        public String message() {
            return "Split view: the key has signed a tree of "
                    + olderSize
                    + " entries that the tree of "
                    + newerSize
                    + " entries does not begin with.";
        }
    }

    /** A consistency proof between two checkpoints does not verify. */
    record FailedConsistency(long olderSize, long newerSize) implements Finding {
        @Override
        public String message() {
            return "Failed consistency proof: it does not show that the tree of "
                    + newerSize
                    + " entries begins with the tree of "
                    + olderSize
                    + ".";
        }
    }

    /** A tree does not follow the one that it was held against. */
    record BrokenSuccession(String why) implements Finding {
        @Override
        public String message() {
            return "Broken succession: " + shown(why) + ".";
        }
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(300)
                .map(c -> Character.isISOControl(c) || isInvisible(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.SURROGATE;
    }
}
