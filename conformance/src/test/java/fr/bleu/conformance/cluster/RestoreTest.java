package fr.bleu.conformance.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.common.StorageSharedKeyCredential;
import fr.bleu.conformance.Cloud;
import fr.bleu.conformance.Names;
import fr.bleu.conformance.TestAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The last of the cluster's faults: database and bucket are lost, and an older backup, made while
 * the nodes were written to, is restored to an empty database and prefix.
 */
@Tag("cluster")
class RestoreTest {

    private static final int NODES = 2;
    private static final int BLOBS = 30;

    /** Those behind it lie in the bucket, the others in the database. */
    private static final int SMALL_BYTES = 5_000;

    private static final int LARGE_BYTES = 300_000;

    /** A checkpoint is kept once a second. */
    private static final long CHECKPOINT_MILLIS = 3_000;

    private Stamp stamp;
    private BlobContainerClient container;

    @AfterEach
    void stop() throws Exception {
        if (stamp != null) {
            stamp.close();
        }
    }

    @Test
    void anOlderBackupIsRestoredAndGoesOnAsANewGeneration() throws Exception {
        stamp = Stamp.start(NODES, Stamp.JVM);
        Cloud first = stamp.nodes().getFirst();
        trust(first);
        container = container(first, TestAccount.create(first, "clusteraccount", Map.of()));
        put("before");
        Path kept =
                Files.createDirectory(
                        first.folder().getParent().resolve("kept"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        backUp(first, kept, "one");
        put("between");
        AtomicInteger acknowledged = new AtomicInteger();
        int certain = backUpWhileWriting(stamp.nodes().getLast(), kept, acknowledged);
        put("after");
        container.getBlobClient("before-0").delete();
        Thread.sleep(CHECKPOINT_MILLIS);
        keep(first, kept);
        exportLedger(first, kept, "old");
        for (Cloud node : stamp.nodes()) {
            node.kill();
        }

        Cloud restored = restore(kept);

        Set<String> listed = names();
        requireAll("before", listed);
        requireAll("between", listed);
        assertFalse(listed.stream().anyMatch(name -> name.startsWith("after")), listed.toString());
        requirePrefix(listed, certain, acknowledged.get());
        put("anew");
        requireAll("anew", names());
        exportLedger(restored, kept, "new");
        requireLink(restored, kept);
    }

    /** Clients ask by the shared name, so that one certificate and no other name is needed. */
    private static void trust(Cloud node) throws IOException {
        Names.resolve(
                node.folder().resolve("hosts"),
                "bleu.localhost",
                List.of("clusteraccount"),
                List.of());
        System.setProperty(
                "javax.net.ssl.trustStore", node.data().resolve("ca/truststore.p12").toString());
        System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
    }

    private static BlobContainerClient container(Cloud cloud, TestAccount account) {
        BlobContainerClient made =
                new BlobServiceClientBuilder()
                        .endpoint(cloud.env("BLEU_URL") + "/" + account.name())
                        .credential(new StorageSharedKeyCredential(account.name(), account.key()))
                        .buildClient()
                        .getBlobContainerClient("restored");
        made.create();
        return made;
    }

    private static void backUp(Cloud node, Path kept, String keys)
            throws IOException, InterruptedException {
        String folder = kept.resolve("backup").toString();
        String file = kept.resolve(keys + ".keys").toString();
        node.bleu("backup", folder, "--keys", file, "--data", node.data().toString());
    }

    /**
     * @return how many blobs were acknowledged when it began
     */
    private int backUpWhileWriting(Cloud node, Path kept, AtomicInteger acknowledged)
            throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer =
                    threads.submit(
                            () -> {
                                while (!over.get()) {
                                    put("during", acknowledged.get());
                                    acknowledged.incrementAndGet();
                                }
                            });
            while (acknowledged.get() < BLOBS && !writer.isDone()) {
                Thread.sleep(10);
            }
            int certain = acknowledged.get();
            try {
                backUp(node, kept, "two");
            } finally {
                over.set(true);
            }
            writer.get();
            return certain;
        }
    }

    /** What the operator keeps elsewhere: root key and the last checkpoint. */
    private static void keep(Cloud node, Path kept) throws IOException {
        try (Stream<Path> files = Files.walk(node.folder().resolve("c"))) {
            for (Path file : files.toList()) {
                if (file.endsWith("root.key") || file.endsWith("checkpoint")) {
                    Files.copy(file, kept.resolve(file.getFileName()));
                }
            }
        }
    }

    private Cloud restore(Path kept) throws IOException, InterruptedException {
        Cloud restored = stamp.replace(0, "restored");
        String report =
                restored.bleu(
                        "restore",
                        kept.resolve("backup").toString(),
                        "--keys",
                        kept.resolve("two.keys").toString(),
                        "--root-key",
                        kept.resolve("root.key").toString(),
                        "--checkpoint",
                        kept.resolve("checkpoint").toString(),
                        "--data",
                        restored.data().toString(),
                        "--stamp",
                        Stamp.settings(restored).toString());
        assertTrue(report.contains("LOST: "), report);
        assertTrue(report.contains("generation 2"), report);
        restored.up();
        Thread.sleep(CHECKPOINT_MILLIS);
        Cloud other = stamp.replace(1, "restored");
        String pack = kept.resolve("node.pack").toString();
        restored.bleu(
                "node", "pack", "--node", "node2", pack, "--data", restored.data().toString());
        other.bleu("node", "unpack", pack, "--data", other.data().toString());
        other.up();
        return restored;
    }

    private static void exportLedger(Cloud node, Path kept, String name, String... options)
            throws IOException, InterruptedException {
        String data = node.data().toString();
        Files.writeString(
                kept.resolve(name + ".vkey"), node.bleu("ledger", "key", "--data", data).strip());
        List<String> words =
                Stream.concat(
                                Stream.of("ledger", "export", kept.resolve(name).toString()),
                                Stream.concat(Stream.of("--data", data), Stream.of(options)))
                        .toList();
        node.bleu(words.toArray(String[]::new));
    }

    /** An auditor who has both exports sees that the second tree follows the first. */
    private static void requireLink(Cloud node, Path kept) throws Exception {
        exportLedger(node, kept, "archived", "--generation", "1");
        Cloud.Result link =
                node.tryBleu(
                        "ledger",
                        "verify",
                        kept.resolve("new").toString(),
                        "--key",
                        Files.readString(kept.resolve("new.vkey")),
                        "--previous",
                        kept.resolve("archived").toString(),
                        "--previous-key",
                        Files.readString(kept.resolve("old.vkey")));
        System.out.println("restored: " + link.output().strip());
        assertEquals(0, link.exit(), link.output());
    }

    private void put(String name) {
        for (int i = 0; i < BLOBS; i++) {
            put(name, i);
        }
    }

    private void put(String name, int number) {
        String blob = name + "-" + number;
        container.getBlobClient(blob).upload(BinaryData.fromBytes(content(blob)), true);
    }

    private Set<String> names() {
        return container.listBlobs().stream()
                .map(BlobItem::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void requireAll(String name, Set<String> listed) {
        for (int i = 0; i < BLOBS; i++) {
            assertTrue(listed.contains(name + "-" + i), name + "-" + i + " is lost");
            require(name + "-" + i);
        }
    }

    /** One writer wrote one after the other: of a moment there is all up to one, and no other. */
    private void requirePrefix(Set<String> listed, int certain, int most) {
        int found = (int) listed.stream().filter(name -> name.startsWith("during")).count();
        assertTrue(certain <= found && found <= most, found + " of " + certain + " to " + most);
        for (int i = 0; i < found; i++) {
            assertTrue(listed.contains("during-" + i), "during-" + i + " is lost");
            require("during-" + i);
        }
    }

    private void require(String blob) {
        byte[] bytes = container.getBlobClient(blob).downloadContent().toBytes();
        assertArrayEquals(content(blob), bytes, blob + " is not what was written");
    }

    private static byte[] content(String blob) {
        SplittableRandom random = new SplittableRandom(blob.hashCode());
        byte[] content = new byte[random.nextBoolean() ? SMALL_BYTES : LARGE_BYTES];
        random.nextBytes(content);
        return content;
    }
}
