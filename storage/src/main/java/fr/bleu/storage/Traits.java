package fr.bleu.storage;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a blob has beside headers, metadata and content. Most blobs have none of it, and their
 * records hold nothing for it.
 *
 * @param tags index tags, sorted by name
 * @param tier absent: the account's default tier, inferred
 * @param lease absent: never leased, or released
 * @param immutability until when it may be neither changed nor deleted
 * @param legalHold whether it is held without an end
 * @param copy the last copy to it
 * @param encryption absent: the account's own key
 * @param version when the current content became the current version; absent for what was written
 *     while versions were not kept
 */
public record Traits(
        Map<String, String> tags,
        Optional<AccessTier> tier,
        Optional<Lease> lease,
        Optional<Immutability> immutability,
        boolean legalHold,
        Optional<CopyState> copy,
        Optional<Encryption> encryption,
        Optional<Stamp> version) {

    /** None of it. */
    public static final Traits NONE =
            new Traits(
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private static final int TAGS = 1;
    private static final int TIER = 2;
    private static final int LEASE = 3;
    private static final int IMMUTABILITY = 4;
    private static final int LEGAL_HOLD = 5;
    private static final int COPY = 6;
    private static final int ENCRYPTION = 7;
    private static final int VERSION = 8;

    public Traits {
        tags = java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    Traits withTags(Map<String, String> other) {
        return new Traits(
                other, tier, lease, immutability, legalHold, copy, encryption, version);
    }

    Traits withTier(Optional<AccessTier> other) {
        return new Traits(
                tags, other, lease, immutability, legalHold, copy, encryption, version);
    }

    Traits withLease(Optional<Lease> other) {
        return new Traits(tags, tier, other, immutability, legalHold, copy, encryption, version);
    }

    Traits withImmutability(Optional<Immutability> other) {
        return new Traits(tags, tier, lease, other, legalHold, copy, encryption, version);
    }

    Traits withLegalHold(boolean other) {
        return new Traits(tags, tier, lease, immutability, other, copy, encryption, version);
    }

    Traits withCopy(Optional<CopyState> other) {
        return new Traits(
                tags, tier, lease, immutability, legalHold, other, encryption, version);
    }

    Traits withEncryption(Optional<Encryption> other) {
        return new Traits(tags, tier, lease, immutability, legalHold, copy, other, version);
    }

    Traits withVersion(Optional<Stamp> other) {
        return new Traits(tags, tier, lease, immutability, legalHold, copy, encryption, other);
    }

    void encode(Encoder out) {
        if (!tags.isEmpty()) {
            Sections.write(out, TAGS, new Encoder(64).map(tags));
        }
        tier.ifPresent(it -> Sections.write(out, TIER, it.encode()));
        lease.ifPresent(it -> Sections.write(out, LEASE, it.encode()));
        immutability.ifPresent(it -> Sections.write(out, IMMUTABILITY, it.encode()));
        Sections.mark(out, LEGAL_HOLD, legalHold);
        copy.ifPresent(it -> Sections.write(out, COPY, it.encode()));
        encryption.ifPresent(it -> Sections.write(out, ENCRYPTION, it.encode()));
        version.ifPresent(it -> Sections.write(out, VERSION, new Encoder(9).int64(it.ticks())));
    }

    static Traits decode(Decoder in) {
        if (!in.hasMore()) {
            return NONE;
        }
        Sections found = Sections.read(in, VERSION);
        return new Traits(
                found.find(TAGS, Decoder::map).orElse(Map.of()),
                found.find(TIER, AccessTier::decode),
                found.find(LEASE, Lease::decode),
                found.find(IMMUTABILITY, Immutability::decode),
                found.has(LEGAL_HOLD),
                found.find(COPY, CopyState::decode),
                found.find(ENCRYPTION, Encryption::decode),
                found.find(VERSION, section -> new Stamp(section.int64())));
    }
}
