package fr.bleu.extents;

import fr.bleu.store.disk.RealDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints MB/s of 256 MiB extents through the engine; run by hand: {@code main FOLDER}. */
final class TransferSpeed {

    private static final int PIECE = 256 << 10;
    private static final long LENGTH = 256L << 20;

    private TransferSpeed() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "extents");
        Fixture fixture = new Fixture(new FakeStore(), 1);
        try (FileExtents extents = fixture.open(new RealDisk(folder), ExtentOptions.standard())) {
            long warm = System.nanoTime();
            extents.warmUp();
            System.out.printf("warm-up %d ms%n", (System.nanoTime() - warm) / 1_000_000);
            byte[] piece = fixture.bytes(PIECE);
            for (int round = 0; round < 6; round++) {
                round(fixture, extents, piece);
            }
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void round(Fixture fixture, FileExtents extents, byte[] piece)
            throws IOException {
        long start = System.nanoTime();
        Finished finished;
        long written;
        try (ExtentWriter writer = extents.create(Fixture.OWNER, fixture.account)) {
            for (long done = 0; done < LENGTH; done += PIECE) {
                writer.write(piece, 0, PIECE);
            }
            written = System.nanoTime();
            finished = writer.finish();
        }
        long synced = System.nanoTime();
        fixture.commit(finished);
        extents.read(
                finished.extent(),
                Fixture.OWNER,
                fixture.account,
                0,
                LENGTH,
                OutputStream.nullOutputStream());
        long read = System.nanoTime();
        System.out.printf(
                "write %d MB/s, with its sync %d MB/s, read %d MB/s%n",
                speed(written - start), speed(synced - start), speed(read - synced));
    }

    private static long speed(long nanos) {
        return LENGTH * 1_000 / nanos;
    }
}
