package fr.bleu.extents;

import java.io.IOException;
import java.util.Locale;

/** Tells a full disk from a broken one. */
final class Failures {

    private Failures() {}

    /** The same failure, as {@link DiskFullException} when it says ENOSPC or EDQUOT. */
    static IOException of(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        // The JDK keeps no errno; these are glibc's words for ENOSPC and EDQUOT.
        boolean full =
                message.contains("no space left on device")
                        || message.contains("disk quota exceeded");
        return full ? new DiskFullException("no space is left for extents", failure) : failure;
    }
}
