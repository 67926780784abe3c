package fr.bleu.storage;

/**
 * What was once done to a container's policy.
 *
 * @param kind what it was
 * @param days how long blobs are held since
 * @param at when
 * @param by the object id of whoever did it; empty if it was no principal
 */
public record PolicyUpdate(Kind kind, int days, Stamp at, String by) {

    /** What can be done to a policy and leaves one. */
    public enum Kind {
        PUT,
        LOCK,
        EXTEND
    }

    void encode(Encoder out) {
        out.int8(kind.ordinal()).int32(days).int64(at.ticks()).text(by);
    }

    static PolicyUpdate decode(Decoder in) {
        return new PolicyUpdate(
                Kind.values()[in.int8()], in.int32(), new Stamp(in.int64()), in.text());
    }
}
