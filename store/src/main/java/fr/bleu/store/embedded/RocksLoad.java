package fr.bleu.store.embedded;

import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.disk.Disk;
import fr.bleu.store.disk.RealDisk;
import fr.bleu.store.engine.EngineBatch;
import fr.bleu.store.engine.EngineLoad;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.Layout;
import fr.bleu.store.engine.Space;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Fills a folder beside the store's own, {@code <folder>.loading}, and gives it the store's name
 * when it is whole. What a cut load left there the next one removes.
 */
final class RocksLoad implements EngineLoad {

    private final Path folder;
    private final Path loading;
    private final RocksFolder taken;
    private final RocksEngine engine;

    private RocksLoad(Path folder, Path loading) {
        this.folder = folder;
        this.loading = loading;
        taken = RocksFolder.take(loading);
        try {
            engine = RocksEngine.open(taken.database());
        } catch (RuntimeException e) {
            taken.close();
            throw e;
        }
    }

    /**
     * Begins.
     *
     * @throws StoreUnusableException when there is something in the store's folder
     */
    static RocksLoad into(Path folder) {
        Path absolute = folder.toAbsolutePath();
        Path loading = absolute.resolveSibling(absolute.getFileName() + ".loading");
        try {
            requireEmpty(absolute);
            remove(loading);
            return new RocksLoad(absolute, loading);
        } catch (IOException e) {
            throw new StoreUnusableException("the folder " + folder + " cannot be used: " + e, e);
        }
    }

    @Override
    public void write(EngineBatch batch) throws IOException {
        engine.write(batch);
    }

    @Override
    public void finish(Head head) throws IOException {
        EngineBatch last = new EngineBatch();
        last.put(Space.LEDGER, Layout.head(), head.encode());
        engine.write(last);
        engine.close();
        taken.close();
        Files.deleteIfExists(folder);
        Files.move(loading, folder, StandardCopyOption.ATOMIC_MOVE);
        Disk parent = new RealDisk(folder.getParent());
        parent.forceFolder("");
    }

    @Override
    public void close() {
        engine.close();
        taken.close();
        try {
            remove(loading);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new StoreUnusableException(folder + " is not empty");
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
