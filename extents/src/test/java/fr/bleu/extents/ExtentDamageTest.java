package fr.bleu.extents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.store.Write;
import fr.bleu.store.disk.DiskFile;
import fr.bleu.store.disk.SimulatedDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever can write the disk can destroy an extent, but not make it say anything else. */
class ExtentDamageTest {

    private static final String SEGMENT = "0000000000000001-00000000.seg";
    private static final int HEADER = 8;
    private static final int STORED_CHUNK = 64 + 16;

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final Fixture fixture = new Fixture(new FakeStore(), 2);
    private byte[] content;
    private FileExtents extents;
    private Extent extent;

    @BeforeEach
    void writeThreeFullChunks() throws IOException {
        extents = fixture.open(disk, Fixture.TINY);
        content = fixture.bytes(3 * 64);
        extent = fixture.put(extents, content);
    }

    @Test
    void everyAlteredByteIsFound() throws IOException {
        for (int i = 0; i < HEADER + 3 * STORED_CHUNK; i++) {
            byte[] one = bytes(i, 1);
            put(i, new byte[] {(byte) (one[0] ^ 4)});
            assertThrows(ExtentDamagedException.class, () -> fixture.read(extents, extent));
            put(i, one);
        }
        assertArrayEquals(content, fixture.read(extents, extent));
    }

    @Test
    void nothingOfADamagedChunkIsGivenOut() throws IOException {
        put(HEADER + STORED_CHUNK + 63, new byte[] {1, 2, 3});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThrows(
                ExtentDamagedException.class,
                () -> extents.read(extent, Fixture.OWNER, fixture.account, 0, 3 * 64, out));
        assertArrayEquals(Arrays.copyOf(content, 64), out.toByteArray());
    }

    @Test
    void aChunkInAnothersPlaceIsFound() throws IOException {
        byte[] first = bytes(HEADER, STORED_CHUNK);
        byte[] second = bytes(HEADER + STORED_CHUNK, STORED_CHUNK);
        put(HEADER, second);
        put(HEADER + STORED_CHUNK, first);
        assertThrows(ExtentDamagedException.class, () -> fixture.read(extents, extent, 0, 64));
        assertThrows(ExtentDamagedException.class, () -> fixture.read(extents, extent, 64, 64));
        assertEquals(64, fixture.read(extents, extent, 128, 64).length);
    }

    @Test
    void anotherExtentsChunkIsFound() throws IOException {
        fixture.put(extents, content);
        byte[] other = bytes(256 + HEADER, STORED_CHUNK);
        put(HEADER, other);
        assertThrows(ExtentDamagedException.class, () -> fixture.read(extents, extent, 0, 64));
    }

    @Test
    void anExtentCutAtAChunkIsFoundByTheLastFlag() {
        Extent cut = new Extent(extent.id(), 2 * 64, extent.wrappedKey());
        assertThrows(ExtentDamagedException.class, () -> fixture.read(extents, cut));
    }

    @Test
    void oneExtentsChunksUnderAnotherIdAreFound() throws IOException {
        UUID id = new UUID(1, 99);
        byte[] key = fixture.account.open(extent.wrappedKey(), ChunkCipher.keyPlace(extent.id()));
        Extent renamed =
                new Extent(id, 3 * 64, fixture.account.seal(key, ChunkCipher.keyPlace(id)));
        byte[] location = fixture.store.get(Location.key(Fixture.OWNER, extent.id())).get().value();
        fixture.commit(
                List.of(), List.of(new Write.Put(Location.key(Fixture.OWNER, id), location)));
        assertThrows(ExtentDamagedException.class, () -> fixture.read(extents, renamed));
    }

    @Test
    void aCutOrMissingSegmentIsFound() throws IOException {
        try (DiskFile file = disk.open(SEGMENT)) {
            file.truncate(HEADER + 3 * STORED_CHUNK - 1);
        }
        assertThrows(ExtentDamagedException.class, () -> fixture.read(extents, extent));
        disk.delete(SEGMENT);
        extents.close();
        FileExtents again = fixture.open(disk, Fixture.TINY);
        assertThrows(ExtentDamagedException.class, () -> fixture.read(again, extent));
    }

    private byte[] bytes(int position, int length) throws IOException {
        byte[] bytes = new byte[length];
        try (DiskFile file = disk.open(SEGMENT)) {
            file.read(position, bytes, 0, length);
        }
        return bytes;
    }

    private void put(int position, byte[] bytes) throws IOException {
        try (DiskFile file = disk.open(SEGMENT)) {
            file.write(position, bytes, 0, bytes.length);
        }
    }
}
