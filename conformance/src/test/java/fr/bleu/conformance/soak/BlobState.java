package fr.bleu.conformance.soak;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a name holds.
 *
 * @param content null when there is no blob
 * @param lease the id of its endless lease; null without one, and unknown ({@link #LEASED}) in what
 *     was read
 * @param snapshots their contents, oldest first
 */
record BlobState(
        byte[] content,
        Map<String, String> metadata,
        Map<String, String> tags,
        String lease,
        List<byte[]> snapshots) {

    static final BlobState ABSENT = new BlobState(null, Map.of(), Map.of(), null, List.of());
    static final String LEASED = "leased";

    boolean exists() {
        return content != null;
    }

    /** A Put Blob or its like replaces all but the lease and the snapshots. */
    BlobState put(byte[] newContent, Map<String, String> newMetadata, Map<String, String> newTags) {
        return new BlobState(newContent, newMetadata, newTags, lease, snapshots);
    }

    BlobState withContent(byte[] newContent) {
        return new BlobState(newContent, metadata, tags, lease, snapshots);
    }

    BlobState withMetadata(Map<String, String> newMetadata) {
        return new BlobState(content, newMetadata, tags, lease, snapshots);
    }

    BlobState withTags(Map<String, String> newTags) {
        return new BlobState(content, metadata, newTags, lease, snapshots);
    }

    BlobState withLease(String newLease) {
        return new BlobState(content, metadata, tags, newLease, snapshots);
    }

    BlobState withSnapshots(List<byte[]> newSnapshots) {
        return new BlobState(content, metadata, tags, lease, newSnapshots);
    }

    BlobState withOneSnapshotMore() {
        List<byte[]> more = new ArrayList<>(snapshots);
        more.add(content);
        return withSnapshots(List.copyOf(more));
    }

    /** Whether this is what was read. */
    boolean isSeenAs(BlobState seen) {
        return Arrays.equals(content, seen.content)
                && metadata.equals(seen.metadata)
                && tags.equals(seen.tags)
                && (lease == null) == (seen.lease == null)
                && hashes(snapshots).equals(hashes(seen.snapshots));
    }

    private static List<String> hashes(List<byte[]> contents) {
        return contents.stream().map(BlobState::hash).toList();
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return bytes.length + ":" + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return exists()
                ? hash(content) + metadata + tags + " lease " + lease + " " + hashes(snapshots)
                : "absent";
    }
}
