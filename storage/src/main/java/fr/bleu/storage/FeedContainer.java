package fr.bleu.storage;

import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Upkeep;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The container {@value #NAME}: what lies where in it. The platform writes it and nobody else;
 * whoever may read the account's blobs may read it. Lists of containers do not show it, as Azure's.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/storage/blobs/storage-blob-change-feed#specifications">Change
 *     feed, specifications</a>
 */
public final class FeedContainer {
    /** Its name. */
    public static final String NAME = "$blobchangefeed";

    /** The only work that may write in it. */
    static final Action PUBLISH = Upkeep.action("storage/publishChanges");

    /** Up to where readers may read. */
    static final String SEGMENTS = "meta/segments.json";

    /** What the name of each segment's description begins with. */
    static final String INDEX = "idx/segments/";

    /** The hour of the segment that is always there and always empty. */
    static final Instant BEGINNING = Instant.parse("1601-01-01T00:00:00Z");

    private static final DateTimeFormatter PATH =
            DateTimeFormatter.ofPattern("uuuu/MM/dd/HHmm/", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final int PATH_CHARS = "1601/01/01/0000/".length();

    private FeedContainer() {}

    static boolean is(ContainerTarget container) {
        return container.name().equals(NAME);
    }

    /**
     * Refuses everybody but the publisher.
     *
     * @throws fr.bleu.http.Failure 403 InsufficientAccountPermissions
     */
    public static void requireWritable(Permit permit) {
        boolean writes = permit.action().effect() == Action.Effect.WRITE;
        boolean here = permit.target().scope().path().endsWith("/containers/" + NAME);
        if (writes && here && !permit.action().equals(PUBLISH)) {
            throw StorageError.INSUFFICIENT_ACCOUNT_PERMISSIONS.failure();
        }
    }

    /** Nothing of the feed itself is kept as a version or after its deletion. */
    static ServiceSettings settings(ContainerTarget container, ServiceSettings account) {
        return is(container) ? ServiceSettings.DEFAULT : account;
    }

    /** Where a segment is described. */
    static String segment(Instant hour) {
        return INDEX + PATH.format(hour) + "meta.json";
    }

    /** The hour of a segment, by the name that {@link #segment} gives. */
    static Instant hour(String segment) {
        String path = segment.substring(INDEX.length(), INDEX.length() + PATH_CHARS);
        return LocalDateTime.parse(path, PATH).toInstant(ZoneOffset.UTC);
    }

    /** What the names of a segment's log files begin with. */
    static String log(Instant hour) {
        return "log/00/" + PATH.format(hour);
    }

    /** A log file. */
    static String chunk(Instant hour, int number) {
        return log(hour) + String.format(Locale.ROOT, "%05d.avro", number);
    }

    /** {@link #SEGMENTS}. */
    static String segmentsJson(Instant lastConsumable, Instant now) {
        return """
        {
            "version": 0,
            "lastConsumable": "%s",
            "storageDiagnostics": {
                "version": 0,
                "lastModifiedTime": "%s",
                "data": {}
            }
        }
        """
                .formatted(TIME.format(lastConsumable), TIME.format(now));
    }

    /** The segment that an empty feed begins with. */
    static String beginningJson(Instant now) {
        return segmentJson(BEGINNING, 0, "Finalized", "", now);
    }

    /** The description of an hour's segment. */
    static String segmentJson(Instant hour, boolean finalized, Instant now) {
        return segmentJson(
                hour,
                3_600,
                finalized ? "Finalized" : "Publishing",
                "\"" + NAME + "/" + log(hour) + "\"",
                now);
    }

    private static String segmentJson(
            Instant hour, int seconds, String status, String paths, Instant now) {
        return """
        {
            "version": 0,
            "begin": "%s",
            "intervalSecs": %d,
            "status": "%s",
            "config": {
                "version": 0,
                "configVersionEtag": "0x000000000000001",
                "numShards": 1,
                "recordsFormat": "avro",
                "formatSchemaVersion": %d,
                "shardDistFnVersion": 1
            },
            "chunkFilePaths": [%s],
            "storageDiagnostics": {
                "version": 0,
                "lastModifiedTime": "%s",
                "data": {}
            }
        }
        """
                .formatted(
                        TIME.format(hour),
                        seconds,
                        status,
                        FeedEvent.SCHEMA_VERSION,
                        paths,
                        TIME.format(now));
    }
}
