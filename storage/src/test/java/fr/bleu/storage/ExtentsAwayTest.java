package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.extents.ExtentsUnavailableException;
import fr.bleu.http.Answer;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.DiskFile;
import fr.bleu.store.disk.RealDisk;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When extents cannot be reached, clients are told to come again. */
class ExtentsAwayTest {

    @TempDir Path folder;

    /** Fails as extents of S3 do while that does not answer. */
    private record AwayDisk(Disk disk, AtomicBoolean away) implements Disk {

        private void refuse() throws IOException {
            if (away.get()) {
                throw new ExtentsUnavailableException("S3 does not answer", null);
            }
        }

        @Override
        public DiskFile open(String path) throws IOException {
            refuse();
            return disk.open(path);
        }

        @Override
        public DiskFile create(String path) throws IOException {
            refuse();
            return disk.create(path);
        }

        @Override
        public boolean exists(String path) throws IOException {
            return disk.exists(path);
        }

        @Override
        public void delete(String path) throws IOException {
            disk.delete(path);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            disk.rename(from, to);
        }

        @Override
        public List<String> list(String path) throws IOException {
            return disk.list(path);
        }

        @Override
        public void createFolder(String path) throws IOException {
            disk.createFolder(path);
        }

        @Override
        public void forceFolder(String path) throws IOException {
            disk.forceFolder(path);
        }

        @Override
        public boolean punch(String path, long position, long length) throws IOException {
            return disk.punch(path, position, length);
        }

        @Override
        public long usableBytes() {
            return disk.usableBytes();
        }
    }

    @Test
    void aWriteIsAnsweredByServerBusyUntilTheyAreBack() {
        AtomicBoolean away = new AtomicBoolean(true);
        StoreOptions options = StoreOptions.of(new TestClock()).withFatal(_ -> {});
        Disk disk = new AwayDisk(new RealDisk(folder), away);
        try (World world = World.on(Stores.memory(new SimulatedDisk(1), options), disk, 0)) {
            world.send("PUT", "/con?restype=container");
            byte[] body = new byte[100_000];
            Answer refused = world.put("/con/b", body);
            assertEquals("503 ServerBusy", World.outcome(refused));
            assertEquals("1", World.header(refused, "retry-after"));
            away.set(false);
            assertEquals(201, world.put("/con/b", body).status());
            assertArrayEquals(body, World.bytes(world.send("GET", "/con/b")));
        }
    }
}
