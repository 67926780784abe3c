package fr.bleu.conformance.cluster;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A client that writes small blobs, each of a new name, and reads what was acknowledged. It never
 * has to know how a lost call ended, so it goes on through every fault.
 */
final class Newcomer implements Step {

    /** Stored with its record, not in S3. */
    private static final int MAX_BYTES = 12_000;

    private final BlobContainerClient container;
    private final String prefix;
    private final Waits.Client client;
    private final SplittableRandom random;
    private final List<String> acknowledged = new ArrayList<>();
    private final Set<String> doubtful = new HashSet<>();
    private int number;

    Newcomer(BlobContainerClient container, String prefix, Waits waits, long seed) {
        this.container = container;
        this.prefix = prefix;
        this.client = waits.new Client();
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void step() {
        if (acknowledged.isEmpty() || random.nextBoolean()) {
            put(prefix + number++);
        } else {
            read(acknowledged.get(random.nextInt(acknowledged.size())));
        }
    }

    private void put(String name) {
        BlockBlobSimpleUploadOptions options =
                new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(content(name)))
                        .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*"));
        boolean answered =
                client.call(
                                () ->
                                        container
                                                .getBlobClient(name)
                                                .getBlockBlobClient()
                                                .uploadWithResponse(options, null, Context.NONE))
                        .isPresent();
        if (answered) {
            acknowledged.add(name);
        } else {
            doubtful.add(name);
        }
    }

    private void read(String name) {
        Optional<byte[]> bytes =
                client.call(
                        () -> {
                            try {
                                return container.getBlobClient(name).downloadContent().toBytes();
                            } catch (BlobStorageException e) {
                                if (e.getStatusCode() == 404) {
                                    throw new AssertionError(name + " is lost", e);
                                }
                                throw e;
                            }
                        });
        if (bytes.isPresent() && !Arrays.equals(bytes.get(), content(name))) {
            throw new AssertionError(name + " is not what was written");
        }
    }

    /**
     * The list holds all that was acknowledged, as it was written, and nothing that was not sent.
     */
    @Override
    public void verify() {
        Map<String, byte[]> listed = new HashMap<>();
        for (BlobItem item : container.listBlobs(new ListBlobsOptions().setPrefix(prefix), null)) {
            listed.put(item.getName(), item.getProperties().getContentMd5());
        }
        for (String name : acknowledged) {
            byte[] found = listed.remove(name);
            if (found == null) {
                throw new AssertionError(name + " is lost");
            }
            if (!Arrays.equals(found, md5(content(name)))) {
                throw new AssertionError(name + " is not what was written");
            }
        }
        listed.keySet().removeAll(doubtful);
        if (!listed.isEmpty()) {
            throw new AssertionError("nobody wrote " + listed.keySet());
        }
    }

    private static byte[] content(String name) {
        SplittableRandom bytes = new SplittableRandom(name.hashCode());
        byte[] content = new byte[1 + bytes.nextInt(MAX_BYTES)];
        bytes.nextBytes(content);
        return content;
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
