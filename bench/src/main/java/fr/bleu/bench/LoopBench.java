package fr.bleu.bench;

import fr.bleu.extents.ExtentOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the machine allows: a loop of one thread that reads 256 MiB, encrypts, writes and syncs them
 * with the extents' cipher and chunks, on the disk of the cloud that puts as many in turn. The loop
 * is measured without and with the MD5 that every Put Blob stores, and has no socket and no TLS.
 */
final class LoopBench implements AutoCloseable {

    private static final int MEGABYTES = 256;
    private static final int TAG_BYTES = 16;
    private static final int CHUNK_BYTES = ExtentOptions.standard().chunkBytes();

    private final Path folder = Files.createTempDirectory("bleu-loop-");
    private final Path source = folder.resolve("source");
    private final SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    private final ByteBuffer plain = ByteBuffer.allocate(CHUNK_BYTES);
    private final ByteBuffer sealed = ByteBuffer.allocate(CHUNK_BYTES + TAG_BYTES);

    private LoopBench() throws IOException {
        Files.write(source, new byte[MEGABYTES << 20]);
    }

    static void run(Options options) throws Exception {
        Work put =
                Works.all().stream()
                        .filter(work -> work.name().equals("put256m"))
                        .findFirst()
                        .orElseThrow();
        Duration length = Duration.ofSeconds(options.seconds());
        List<Double> alone = new ArrayList<>();
        List<Double> withMd5 = new ArrayList<>();
        List<Double> puts = new ArrayList<>();
        try (LoopBench loop = new LoopBench();
                BleuServer server = BleuServer.start()) {
            try (Connection connection = server.endpoint().connect()) {
                connection.call(new Requests(server.endpoint()).createContainer(), 201);
            }
            loop.megabytesPerSecond(Duration.ofSeconds(options.warmUp()), true);
            Load.run(server, put, Duration.ofSeconds(options.warmUp()));
            for (int i = 0; i < options.rounds(); i++) {
                alone.add(loop.megabytesPerSecond(length, false));
                withMd5.add(loop.megabytesPerSecond(length, true));
                puts.add(Load.run(server, put, length).perSecond() * put.bytes() / 1e6);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%nloop256m  read, encrypt, write, sync: %.0f MB/s; with MD5 %.0f MB/s; put256m"
                    + " %.0f MB/s: %.0f %% of the loop (goal 60), %.0f %% of the one with MD5%n",
                median(alone),
                median(withMd5),
                median(puts),
                share(puts, alone),
                share(puts, withMd5));
    }

    private double megabytesPerSecond(Duration length, boolean md5) throws Exception {
        long start = System.nanoTime();
        long nanos;
        int times = 0;
        do {
            once(md5);
            times++;
            nanos = System.nanoTime() - start;
        } while (nanos < length.toNanos());
        return (double) times * (MEGABYTES << 20) * 1e3 / nanos;
    }

    /** Into a new file each time, as a new blob is. */
    private void once(boolean md5) throws IOException, GeneralSecurityException {
        Path target = folder.resolve("target");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        MessageDigest digest = MessageDigest.getInstance("MD5");
        try (FileChannel in = FileChannel.open(source);
                FileChannel out =
                        FileChannel.open(
                                target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long number = 0; in.read(plain.clear()) > 0; number++) {
                plain.flip();
                if (md5) {
                    digest.update(plain.duplicate());
                }
                byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(number).array();
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
                cipher.doFinal(plain, sealed.clear());
                out.write(sealed.flip());
            }
            out.force(false);
        }
        Files.delete(target);
    }

    private static double share(List<Double> puts, List<Double> loops) {
        double[] shares = new double[puts.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = 100 * puts.get(i) / loops.get(i);
        }
        return Round.median(shares);
    }

    private static double median(List<Double> values) {
        return Round.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    @Override
    public void close() throws IOException {
        Folders.delete(folder);
    }
}
