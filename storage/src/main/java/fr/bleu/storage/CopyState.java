package fr.bleu.storage;

import java.util.UUID;

/**
 * The last copy whose destination a blob was.
 *
 * @param source the source's address, without a signature
 * @param copied bytes done
 * @param total bytes in all
 * @param completed when it ended; 0 while it is pending
 * @param description why it failed; empty otherwise
 * @param writer of the extents of the process that carries it out, see {@code Extents.writer}; 0
 *     where that was not kept
 */
public record CopyState(
        UUID id,
        String source,
        Status status,
        long copied,
        long total,
        Stamp completed,
        String description,
        long writer) {

    /** How far it is, by the names of the protocol. */
    public enum Status {
        PENDING("pending"),
        SUCCESS("success"),
        ABORTED("aborted"),
        FAILED("failed");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /** As headers and lists name it. */
        public String text() {
            return text;
        }
    }

    /** A copy that begins. */
    static CopyState begun(UUID id, String source, long total, long writer) {
        return new CopyState(id, source, Status.PENDING, 0, total, new Stamp(0), "", writer);
    }

    CopyState at(long done) {
        return new CopyState(id, source, status, done, total, completed, description, writer);
    }

    CopyState ended(Status how, Stamp when, String why) {
        return new CopyState(
                id, source, how, how == Status.SUCCESS ? total : copied, total, when, why, writer);
    }

    /** {@code done/total}, in bytes, as headers and lists tell it. */
    public String progress() {
        return copied + "/" + total;
    }

    Encoder encode() {
        return new Encoder(128)
                .id(id)
                .text(source)
                .int8(status.ordinal())
                .int64(copied)
                .int64(total)
                .int64(completed.ticks())
                .text(description)
                .int64(writer);
    }

    static CopyState decode(Decoder in) {
        return new CopyState(
                in.id(),
                in.text(),
                Status.values()[in.int8()],
                in.int64(),
                in.int64(),
                new Stamp(in.int64()),
                in.text(),
                in.hasMore() ? in.int64() : 0);
    }
}
