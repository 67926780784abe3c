package fr.bleu.storage;

import fr.bleu.store.Store;
import fr.bleu.store.disk.RealDisk;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * Measures how long it takes until deleted data's space is back: {@code ReclaimSpeed FOLDER MIB}.
 * On RocksDB and real files, with the product's sizes; half of the blobs are single extents of 1
 * MiB, half are lists of 64 KiB blocks; writes go on meanwhile.
 */
final class ReclaimSpeed {
    private static final int BLOCKS = 16;

    private ReclaimSpeed() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int blobs = Integer.parseInt(args[1]);
        Files.createDirectories(folder.resolve("extents"));
        try (Store store =
                        Stores.rocksdb(folder.resolve("store"), StoreOptions.of(new TestClock()));
                World world = World.on(store, new RealDisk(folder.resolve("extents")), 0)) {
            run(world, folder, blobs);
        }
    }

    private static void run(World world, Path folder, int blobs) throws Exception {
        world.send("PUT", "/con?restype=container");
        long began = System.nanoTime();
        for (int i = 0; i < blobs; i++) {
            put(world, "/con/b" + i, i % 2 == 0);
        }
        say("wrote " + blobs + " MiB", began);
        long full = used(folder);
        System.out.println("on disk: " + (full >> 20) + " MiB");
        try (Collector collector = world.storage.collector(world.trust.upkeep(), Collector.ALONE)) {
            began = System.nanoTime();
            for (int i = 0; i < blobs * 9 / 10; i++) {
                world.send("DELETE", "/con/b" + i);
            }
            say("deleted 90 %", began);
            began = System.nanoTime();
            int writes = 0;
            long looked = System.nanoTime();
            while (used(folder) > full / 5) {
                long now = System.nanoTime();
                world.clock.advance(Duration.ofNanos(now - looked));
                looked = now;
                put(world, "/con/load", writes++ % 2 == 0);
                Thread.sleep(20);
            }
            say("space is back, with " + writes + " writes meanwhile", began);
            System.out.println("on disk: " + (used(folder) >> 20) + " MiB");
        }
        for (int i = blobs * 9 / 10; i < blobs; i++) {
            if (World.bytes(world.send("GET", "/con/b" + i)).length != 1 << 20) {
                throw new AssertionError("a blob that was not deleted is not whole");
            }
        }
    }

    private static void put(World world, String blob, boolean whole) {
        byte[] body = new byte[whole ? 1 << 20 : (1 << 20) / BLOCKS];
        new Random(1).nextBytes(body);
        if (whole) {
            world.put(blob, body);
            return;
        }
        StringBuilder xml = new StringBuilder("<BlockList>");
        for (int i = 0; i < BLOCKS; i++) {
            String id = "AAA" + (char) ('A' + i);
            world.send(world.request("PUT", blob + "?comp=block&blockid=" + id).body(body));
            xml.append("<Latest>").append(id).append("</Latest>");
        }
        world.send(world.request("PUT", blob + "?comp=blocklist").body(xml + "</BlockList>"));
    }

    private static void say(String what, long began) {
        System.out.printf(
                "%s: %.1f s%n", what, Duration.ofNanos(System.nanoTime() - began).toMillis() / 1e3);
    }

    /** As du counts: blocks, not lengths. */
    private static long used(Path folder) throws IOException, InterruptedException {
        Process du = new ProcessBuilder("du", "-s", "-k", folder.resolve("extents") + "").start();
        String line = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        du.waitFor();
        return Long.parseLong(line.split("\\s")[0]) << 10;
    }
}
