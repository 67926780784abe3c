package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.app.stamp.StampSettings;
import fr.bleu.app.stopped.Migration;
import fr.bleu.app.stopped.Undo;
import fr.bleu.app.stopped.Verification;
import fr.bleu.extents.FakeS3;
import fr.bleu.extents.S3Limits;
import fr.bleu.extents.S3Options;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.ledger.Checkpoint;
import fr.bleu.store.StoppedStore;
import fr.bleu.store.Store;
import fr.bleu.store.copy.StoreMoment;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import fr.bleu.store.postgres.Cluster;
import fr.bleu.store.postgres.PostgresStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole cloud, made on one pair of engines, goes on with the other one, and back. */
@Tag("postgres")
@Tag("embedded")
final class MigrationTest {

    @TempDir static Path made;
    @TempDir Path folder;

    private final FakeS3 s3;
    private Instance instance;
    private StampSettings stamp;

    MigrationTest() throws IOException {
        s3 = new FakeS3();
    }

    @BeforeAll
    static void make() throws Exception {
        StoredWalk.make(made);
    }

    @BeforeEach
    void copy() throws Exception {
        copyMade("data");
        copyMade("secrets");
        instance = new Instance("0".repeat(32), folder.resolve("data"), folder.resolve("secrets"));
        stamp = stamp(S3Limits.standard().call());
    }

    private void copyMade(String name) throws IOException {
        try (Stream<Path> files = Files.walk(made.resolve(name))) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(made.relativize(file));
                Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /**
     * @param patience with an S3 that does not answer
     */
    private StampSettings stamp(Duration patience) throws Exception {
        var database =
                stamp == null ? Cluster.shared().newDatabase().address() : shared().database();
        Path credentials = folder.resolve("secrets/s3.credentials");
        return OwnStamp.of(OwnStamp.node("node1"), database, s3, credentials, limits(patience));
    }

    private SharedEngines shared() {
        return stamp.engines().orElseThrow();
    }

    /** The product's sizes but for a small part, so that some extents go in parts. */
    private static S3Limits limits(Duration patience) {
        S3Limits all = S3Limits.standard();
        return new S3Limits(
                all.chunkBytes(),
                all.windowBytes(),
                600_000,
                all.uploads(),
                all.connect(),
                patience,
                patience,
                all.lease());
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    private Migration.Result move(Whereabouts to) {
        return run(to).orElseThrow();
    }

    private Optional<Migration.Result> run(Whereabouts to) {
        List<String> found = new ArrayList<>();
        try {
            return new Migration(instance, shared(), to, found::add).run();
        } finally {
            assertEquals(List.of(), found);
        }
    }

    private Cloud start(Whereabouts at) throws Exception {
        return new Cloud(
                instance, at == Whereabouts.POSTGRES ? Optional.of(stamp) : Optional.empty());
    }

    private void assertMoved(Whereabouts from) {
        String line = assertThrows(CommandFailure.class, () -> start(from).close()).getMessage();
        assertTrue(line.contains("this cloud was moved to "), line);
    }

    private Checkpoint published() {
        return CheckpointFile.parse(CheckpointFile.read(instance.checkpoint()).orElseThrow());
    }

    private void clearFolder() throws IOException {
        Files.move(instance.store(), folder.resolve("old-store"));
        Files.move(instance.extents(), folder.resolve("old-extents"));
    }

    @Test
    void whatOnePairMadeTheOtherReadsAndBack() throws Exception {
        Checkpoint before = published();
        Migration.Result there = move(Whereabouts.POSTGRES);
        assertEquals(StoredWalk.BLOBS, there.extents());
        assertMoved(Whereabouts.ROCKSDB);
        try (Cloud cloud = start(Whereabouts.POSTGRES)) {
            StoredWalk.read(cloud, "large", StoredWalk.BLOBS);
            StoredWalk.write(cloud, "stamp", StoredWalk.BLOBS);
        }
        assertTrue(published().size() > before.size());

        String full =
                assertThrows(CommandFailure.class, () -> move(Whereabouts.ROCKSDB)).getMessage();
        assertTrue(full.contains("is not empty"), full);
        clearFolder();
        Migration.Result back = move(Whereabouts.ROCKSDB);
        assertEquals(2 * StoredWalk.BLOBS, back.extents());
        assertMoved(Whereabouts.POSTGRES);
        try (Cloud cloud = start(Whereabouts.ROCKSDB)) {
            StoredWalk.read(cloud, "large", StoredWalk.BLOBS);
            StoredWalk.read(cloud, "stamp", StoredWalk.BLOBS);
            StoredWalk.write(cloud, "again", StoredWalk.BLOBS);
        }
        assertEquals(
                0, new Verification(instance, Optional.empty(), System.out::println).run().wrong());
        assertContinues(before);
    }

    /** The tree of now has the one that was published before the first move. */
    private void assertContinues(Checkpoint before) {
        try (StoppedStore store = Stores.stopped(instance.store())) {
            assertTrue(Arrays.equals(before.root(), store.ledger().rootHash(before.size())));
        }
    }

    /** No writer of either pair has the number of another: ids never meet. */
    @Test
    void noEpochIsGivenOutTwice() throws Exception {
        long files = 1;
        move(Whereabouts.POSTGRES);
        long objects;
        try (Cloud cloud = start(Whereabouts.POSTGRES)) {
            StoredWalk.write(cloud, "stamp", 1);
        }
        objects = newestObject();
        assertTrue(objects > files, objects + "");
        clearFolder();
        move(Whereabouts.ROCKSDB);
        try (Cloud cloud = start(Whereabouts.ROCKSDB)) {
            StoredWalk.write(cloud, "again", 1);
        }
        List<Long> segments;
        try (Stream<Path> all = Files.list(instance.extents())) {
            segments =
                    all.map(it -> Long.parseLong(it.getFileName().toString().substring(0, 16), 16))
                            .sorted()
                            .toList();
        }
        assertEquals(2, segments.size(), segments.toString());
        assertTrue(segments.getFirst() > objects, segments + " after " + objects);
    }

    private long newestObject() {
        String last = s3.objects.lastKey().substring("stamp1/".length());
        return Long.parseLong(last.substring(0, 16), 16);
    }

    @Test
    void aCutMoveChangesNothingAndIsBegunAgain() throws Exception {
        Map<String, Integer> before = contents();
        for (int request : new int[] {20, 22}) {
            stamp = stamp(Duration.ofSeconds(4));
            s3.dieAt(request, request % 4 == 0);
            assertThrows(CommandFailure.class, () -> move(Whereabouts.POSTGRES));
            assertTrue(s3.revive());
            assertEquals(before, contents());
            String line =
                    assertThrows(CommandFailure.class, () -> start(Whereabouts.POSTGRES).close())
                            .getMessage();
            assertTrue(line.contains("last published checkpoint"), line);
        }
        stamp = stamp(S3Limits.standard().call());
        move(Whereabouts.POSTGRES);
        assertFalse(s3.objects.keySet().stream().anyMatch(it -> it.endsWith("moving")));
        try (Cloud cloud = start(Whereabouts.POSTGRES)) {
            StoredWalk.read(cloud, "large", StoredWalk.BLOBS);
        }
    }

    /** Behind the mark, before the bucket is released. */
    @Test
    void aMoveThatWasCutBeforeTheBucketWasReleasedIsEnded() throws Exception {
        move(Whereabouts.POSTGRES);
        Files.delete(instance.moved());
        s3.objects.put("stamp1/moving", new byte[] {1});
        assertNotStarted(Whereabouts.POSTGRES);
        assertEquals(Optional.empty(), run(Whereabouts.POSTGRES));
        start(Whereabouts.POSTGRES).close();
    }

    /** Its first move, of a folder without {@code MOVED}. */
    @Test
    void aMoveThatWasCutBehindItsMarkIsEnded() throws Exception {
        move(Whereabouts.POSTGRES);
        byte[] moved = Files.readAllBytes(instance.moved());
        Files.delete(instance.moved());
        assertNotUndone(shared(), "goes on when it is begun again");
        assertEquals(Optional.empty(), run(Whereabouts.POSTGRES));
        assertArrayEquals(moved, Files.readAllBytes(instance.moved()));
        Undo.run(instance, shared());
        start(Whereabouts.ROCKSDB).close();
    }

    /** {@code MOVED} still has the last move's word. */
    @Test
    void aMoveBackThatWasCutBehindItsMarkIsEnded() throws Exception {
        move(Whereabouts.POSTGRES);
        start(Whereabouts.POSTGRES).close();
        byte[] before = Files.readAllBytes(instance.moved());
        clearFolder();
        move(Whereabouts.ROCKSDB);
        PrivateFiles.replace(instance.moved(), before);
        assertNotUndone(shared(), "was cut at its end");
        assertEquals(Optional.empty(), run(Whereabouts.ROCKSDB));
        assertMoved(Whereabouts.POSTGRES);
        start(Whereabouts.ROCKSDB).close();
    }

    /** What has gone on at the target is no end of a cut move. */
    @Test
    void aMoveIsNotEndedOnceTheTargetHasChanged() throws Exception {
        move(Whereabouts.POSTGRES);
        Files.delete(instance.moved());
        start(Whereabouts.POSTGRES).close();
        String line =
                assertThrows(CommandFailure.class, () -> run(Whereabouts.POSTGRES)).getMessage();
        assertTrue(line.contains("this cloud was moved to "), line);
    }

    private void assertNotStarted(Whereabouts at) {
        String line = assertThrows(CommandFailure.class, () -> start(at).close()).getMessage();
        assertTrue(line.contains("a move to here was cut before its end"), line);
    }

    private void assertNotWhole(Whereabouts to) {
        Migration move = new Migration(instance, shared(), to, _ -> {});
        String line = assertThrows(CommandFailure.class, move::run).getMessage();
        assertTrue(line.contains("is not whole"), line);
    }

    /** The copy is whole, and its verification ends the command, as a kill would. */
    @Test
    void aStampThatWasNotVerifiedDoesNotStart() throws Exception {
        Path segment = onlyFile(instance.extents());
        byte[] whole = Files.readAllBytes(segment);
        Files.write(segment, damaged(whole));
        assertNotWhole(Whereabouts.POSTGRES);
        assertNotStarted(Whereabouts.POSTGRES);
        Files.write(segment, whole);
        stamp = null;
        stamp = stamp(S3Limits.standard().call());
        move(Whereabouts.POSTGRES);
        try (Cloud cloud = start(Whereabouts.POSTGRES)) {
            StoredWalk.read(cloud, "large", StoredWalk.BLOBS);
        }
    }

    @Test
    void aFolderThatWasNotVerifiedDoesNotStart() throws Exception {
        move(Whereabouts.POSTGRES);
        start(Whereabouts.POSTGRES).close();
        clearFolder();
        byte[] whole = s3.objects.get(largestObject());
        s3.objects.put(largestObject(), damaged(whole));
        assertNotWhole(Whereabouts.ROCKSDB);
        Files.move(instance.moved(), folder.resolve("moved"));
        assertNotStarted(Whereabouts.ROCKSDB);
        Files.move(folder.resolve("moved"), instance.moved());
        s3.objects.put(largestObject(), whole);
        Files.move(instance.store(), folder.resolve("cut-store"));
        move(Whereabouts.ROCKSDB);
        try (Cloud cloud = start(Whereabouts.ROCKSDB)) {
            StoredWalk.read(cloud, "large", StoredWalk.BLOBS);
        }
    }

    private static byte[] damaged(byte[] whole) {
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        return damaged;
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all.toString());
            return all.getFirst();
        }
    }

    private String largestObject() {
        return s3.objects.entrySet().stream()
                .max(Comparator.comparingInt(it -> it.getValue().length))
                .orElseThrow()
                .getKey();
    }

    @Test
    void aBucketWithSomethingElseInItIsRefusedAndLeft() {
        s3.objects.put("stamp1/else", new byte[1]);
        String line =
                assertThrows(CommandFailure.class, () -> move(Whereabouts.POSTGRES)).getMessage();
        assertTrue(line.contains("not empty"), line);
        assertEquals(List.of("stamp1/else"), List.copyOf(s3.objects.keySet()));
    }

    @Test
    void aMoveIsUndoneUntilTheCloudHasGoneOn() throws Exception {
        move(Whereabouts.POSTGRES);
        Undo.run(instance, shared());
        assertMoved(Whereabouts.POSTGRES);
        try (Cloud cloud = start(Whereabouts.ROCKSDB)) {
            StoredWalk.read(cloud, "large", StoredWalk.BLOBS);
        }
    }

    @Test
    void aMoveIsNotUndoneAfterwards() throws Exception {
        move(Whereabouts.POSTGRES);
        try (Cloud cloud = start(Whereabouts.POSTGRES)) {
            StoredWalk.write(cloud, "stamp", 1);
        }
        String line =
                assertThrows(CommandFailure.class, () -> Undo.run(instance, shared())).getMessage();
        assertTrue(line.contains("has gone on where it went"), line);
        assertMoved(Whereabouts.ROCKSDB);
    }

    /** A node with another private folder has gone on there: nothing of it was published here. */
    @Test
    void aMoveIsNotUndoneAfterAnotherNodeHasStarted() throws Exception {
        move(Whereabouts.POSTGRES);
        byte[] before = Files.readAllBytes(instance.checkpoint());
        start(Whereabouts.POSTGRES).close();
        PrivateFiles.replace(instance.checkpoint(), before);
        String line =
                assertThrows(CommandFailure.class, () -> Undo.run(instance, shared())).getMessage();
        assertTrue(line.contains("changes were made there"), line);
        assertMoved(Whereabouts.ROCKSDB);
    }

    private void thereAndBack() throws Exception {
        move(Whereabouts.POSTGRES);
        try (Cloud cloud = start(Whereabouts.POSTGRES)) {
            StoredWalk.write(cloud, "stamp", 1);
        }
        clearFolder();
        move(Whereabouts.ROCKSDB);
    }

    private void assertNotUndone(SharedEngines given, String why) {
        String line =
                assertThrows(CommandFailure.class, () -> Undo.run(instance, given)).getMessage();
        assertTrue(line.contains(why), line);
    }

    /** Commits to the folder's store, as a start and its end do. */
    private void changeFolder(Consumer<Store> change) {
        StoreOptions options = StoreOptions.of(InstantSource.system());
        try (Store store = Stores.rocksdb(instance.store(), options)) {
            change.accept(store);
        }
    }

    private long sequenceInFolder() {
        try (StoppedStore store = Stores.stopped(instance.store());
                StoreMoment moment = StoreMoment.of(store)) {
            return moment.head().sequence();
        }
    }

    @Test
    void aMoveFromAStampIsUndoneToo() throws Exception {
        thereAndBack();
        Undo.run(instance, shared());
        assertMoved(Whereabouts.ROCKSDB);
        try (Cloud cloud = start(Whereabouts.POSTGRES)) {
            StoredWalk.read(cloud, "stamp", 1);
        }
    }

    @Test
    void anUndoingThatWasCutIsBegunAgain() throws Exception {
        move(Whereabouts.POSTGRES);
        changeFolder(MovedRecord::remove);
        Undo.run(instance, shared());
        start(Whereabouts.ROCKSDB).close();
    }

    @Test
    void anotherStampIsNotTakenForTheTarget() throws Exception {
        move(Whereabouts.POSTGRES);
        SharedEngines own = shared();
        S3Options objects = own.objects();
        S3Options elsewhere =
                new S3Options(
                        objects.endpoint(),
                        objects.region(),
                        objects.bucket(),
                        "stamp2/",
                        objects.credentials(),
                        objects.authority(),
                        objects.limits());
        assertNotUndone(new SharedEngines(own.node(), own.database(), elsewhere), "says, not in");
        assertMoved(Whereabouts.ROCKSDB);
    }

    /** It has fewer changes, and then as many, but another ledger. */
    @Test
    void anotherStoreIsNotTakenForTheTarget() throws Exception {
        thereAndBack();
        long moved = sequenceInFolder();
        Files.move(instance.store(), folder.resolve("moved-store"));
        copyMade("data/store");
        assertNotUndone(shared(), "is not what was moved");
        for (long now = sequenceInFolder(); now < moved; now++) {
            changeFolder(MovedRecord::remove);
        }
        assertEquals(moved, sequenceInFolder());
        assertNotUndone(shared(), "is not what was moved");
        assertMoved(Whereabouts.POSTGRES);
    }

    /** One that has the right number of changes, and says that it went somewhere else. */
    @Test
    void anotherStoreIsNotTakenForTheSource() throws Exception {
        thereAndBack();
        try (Store store = PostgresStore.open(shared().options())) {
            MovedRecord.write(store, "elsewhere");
        }
        changeFolder(MovedRecord::remove);
        assertNotUndone(shared(), "was moved to elsewhere, not to the folder ");
        try (StoppedStore store = PostgresStore.stopped(shared().options())) {
            assertEquals(Optional.of("elsewhere"), MovedRecord.in(store));
        }
    }

    /** A copy of the source's folder says it itself: its store has the mark. */
    @Test
    void aCopyOfTheSourceIsRefusedToo() throws Exception {
        move(Whereabouts.POSTGRES);
        Files.delete(instance.moved());
        assertMoved(Whereabouts.ROCKSDB);
    }

    private Map<String, Integer> contents() throws IOException {
        Map<String, Integer> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(instance.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                contents.put(file.toString(), Arrays.hashCode(bytes));
            }
        }
        return contents;
    }
}
