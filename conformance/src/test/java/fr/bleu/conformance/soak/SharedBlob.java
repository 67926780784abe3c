package fr.bleu.conformance.soak;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobDownloadContentResponse;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/** A name that all threads overwrite, delete and read. Content and metadata tell the same value. */
final class SharedBlob {

    private static final int MAX_BYTES = 30_000;
    private static final String VALUE = "value";

    private final BlockBlobClient client;
    private final Gate gate;
    private final Register register = new Register();

    SharedBlob(BlobContainerClient container, String name, Gate gate) {
        this.client = container.getBlobClient(name).getBlockBlobClient();
        this.gate = gate;
    }

    void put(Dice random) {
        long value = random.next() | 1;
        BlockBlobSimpleUploadOptions options =
                new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(content(value)))
                        .setMetadata(Map.of(VALUE, Long.toHexString(value)));
        write(value, () -> client.uploadWithResponse(options, null, Context.NONE));
    }

    void delete() {
        write(Register.ABSENT, client::delete);
    }

    private void write(long value, Runnable call) {
        Register.Write write = register.begin(value);
        try {
            if (gate.attempt(call)) {
                register.acknowledged(write);
            } else {
                register.lost(write);
            }
        } catch (BlobStorageException e) {
            if (value != Register.ABSENT || e.getStatusCode() != 404) {
                throw e;
            }
            // Somebody else was first.
            expect(register.foundNothing(write), Register.ABSENT);
        }
    }

    void read() {
        long begin = register.beginRead();
        long value = gate.ask(this::value);
        expect(register.seen(begin, value), value);
    }

    private void expect(boolean possible, long value) {
        if (!possible) {
            throw new AssertionError(
                    "%s is %x, which was overwritten; possible: %s"
                            .formatted(client.getBlobName(), value, register));
        }
    }

    private long value() {
        BlobDownloadContentResponse response;
        try {
            response = client.downloadContentWithResponse(null, null, null, Context.NONE);
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == 404) {
                return Register.ABSENT;
            }
            throw e;
        }
        String noted = response.getDeserializedHeaders().getMetadata().get(VALUE);
        long value = Long.parseUnsignedLong(noted, 16);
        if (!Arrays.equals(content(value), response.getValue().toBytes())) {
            throw new AssertionError(client.getBlobName() + " is not the content of " + noted);
        }
        return value;
    }

    private static byte[] content(long value) {
        SplittableRandom random = new SplittableRandom(value);
        byte[] bytes = new byte[Long.BYTES + random.nextInt(MAX_BYTES)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes).putLong(0, value).array();
    }
}
