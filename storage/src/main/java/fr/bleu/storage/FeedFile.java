package fr.bleu.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A log file of the change feed: an Avro object container without compression. The header fits the
 * first 4 KiB, since that is all that the Azure SDK for Java reads of it when it goes on in the
 * middle of a file.
 *
 * @param sync what ends the header and each block: 16 bytes that no data holds by chance, the same
 *     whenever the file is added to
 * @see <a href="https://avro.apache.org/docs/1.8.2/spec.html#Object+Container+Files">Apache Avro
 *     1.8.2, Object Container Files</a>
 */
record FeedFile(UUID sync) {
    /** The schema of {@link FeedEvent}s; names and optional fields are Azure's version 5. */
    static final String SCHEMA =
            """
            {"type":"record","name":"BlobChangeEvent","fields":[
            {"name":"schemaVersion","type":"long"},
            {"name":"topic","type":"string"},
            {"name":"subject","type":"string"},
            {"name":"eventType","type":"string"},
            {"name":"eventTime","type":"string"},
            {"name":"id","type":"string"},
            {"name":"data","type":{"type":"record","name":"BlobChangeEventData","fields":[
            {"name":"api","type":"string"},
            {"name":"clientRequestId","type":"string"},
            {"name":"requestId","type":"string"},
            {"name":"etag","type":"string"},
            {"name":"contentType","type":"string"},
            {"name":"contentLength","type":"long"},
            {"name":"blobType","type":"string"},
            {"name":"blobVersion","type":["null","string"]},
            {"name":"containerVersion","type":["null","string"]},
            {"name":"blobTier","type":["null","string"]},
            {"name":"url","type":"string"},
            {"name":"sequencer","type":"string"},
            {"name":"previousInfo","type":["null",{"type":"map","values":"string"}]},
            {"name":"snapshot","type":["null","string"]},
            {"name":"blobPropertiesUpdated","type":["null",{"type":"map","values":
            {"type":"map","values":"string"}}]},
            {"name":"asyncOperationInfo","type":["null",{"type":"map","values":"string"}]},
            {"name":"blobTagsUpdated","type":["null",{"type":"map","values":
            {"type":"map","values":"string"}}]},
            {"name":"storageDiagnostics","type":{"type":"map","values":"string"}}]}}]}
            """
                    .replace("\n", "");

    /** The file of a path in an account. */
    static FeedFile of(UUID account, String path) {
        byte[] name = (account + "/" + path).getBytes(StandardCharsets.UTF_8);
        return new FeedFile(UUID.nameUUIDFromBytes(name));
    }

    /** What the file begins with. */
    byte[] header() {
        return new AvroEncoder()
                .raw(new byte[] {'O', 'b', 'j', 1})
                .map(Map.of("avro.schema", SCHEMA))
                .raw(syncBytes())
                .done();
    }

    /**
     * One block.
     *
     * @param records encoded {@link FeedEvent}s, at least one
     */
    byte[] block(List<byte[]> records) {
        AvroEncoder data = new AvroEncoder();
        records.forEach(data::raw);
        return new AvroEncoder().number(records.size()).bytes(data.done()).raw(syncBytes()).done();
    }

    private byte[] syncBytes() {
        return ByteBuffer.allocate(16)
                .putLong(sync.getMostSignificantBits())
                .putLong(sync.getLeastSignificantBits())
                .array();
    }
}
