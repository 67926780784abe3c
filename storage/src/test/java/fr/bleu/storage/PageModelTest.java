package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random writes, clears, resizes, snapshots, copies and deletions of page blobs, and sweeps, beside
 * a model that is an array of bytes. Every state reads as the model has it, page ranges and the
 * differences to every snapshot are the model's, and after a sweep just what is referred to is
 * there.
 */
class PageModelTest {
    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 100 : 6;
    private static final int STEPS = 60;
    private static final int PAGE = 512;
    private static final int MOST_PAGES = 400;
    private static final String[] BLOBS = {"a", "b"};

    @Test
    void asTheModel() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Life life = new Life(seed)) {
                for (int i = 0; i < STEPS; i++) {
                    life.step();
                }
                life.check();
                life.sweep();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.println("page simulation: seeds 0 to " + (SEEDS - 1));
    }

    /** A state: bytes and which pages were written. */
    private record Model(byte[] bytes, BitSet valid) {
        Model copy() {
            return new Model(bytes.clone(), (BitSet) valid.clone());
        }

        int pages() {
            return bytes.length / PAGE;
        }

        Model resized(int pages) {
            BitSet kept = (BitSet) valid.clone();
            kept.clear(Math.min(pages, pages()), Integer.MAX_VALUE);
            return new Model(Arrays.copyOf(bytes, pages * PAGE), kept);
        }
    }

    /** A snapshot, and what was written to the blob since. */
    private record Snapshot(Model model, BitSet touched) {}

    private static final class Life implements AutoCloseable {
        private final World world = new World();
        private final Sharing sharing = new Sharing(world, "con");
        private final Random random;
        private final Map<String, Model> models = new TreeMap<>();
        private final Map<String, TreeMap<Stamp, Snapshot>> snapshots = new TreeMap<>();
        private long time = Stamp.now(world.clock).ticks();

        Life(int seed) {
            random = new Random(seed);
            world.send("PUT", "/con?restype=container");
            for (String blob : BLOBS) {
                snapshots.put(blob, new TreeMap<>());
                create(blob);
            }
        }

        void step() throws IOException {
            String blob = BLOBS[random.nextInt(BLOBS.length)];
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3, 4 -> write(blob, 1 + random.nextInt(40));
                case 5, 6 -> write(blob, 65 + random.nextInt(150));
                case 7, 8 -> clear(blob);
                case 9 -> resize(blob);
                case 10, 11 -> snapshot(blob);
                case 12 -> deleteSnapshot(blob);
                case 13 -> copy(blob, BLOBS[1 - List.of(BLOBS).indexOf(blob)]);
                case 14 -> sweep();
                default -> {
                    if (random.nextInt(3) == 0) {
                        create(blob);
                    }
                    check();
                }
            }
        }

        private void create(String blob) {
            int pages = 1 + random.nextInt(MOST_PAGES);
            done(
                    world.send(
                            world.request("PUT", "/con/" + blob)
                                    .with("x-ms-blob-type", "PageBlob")
                                    .with("x-ms-blob-content-length", "" + pages * PAGE)
                                    .body("")));
            models.put(blob, new Model(new byte[pages * PAGE], new BitSet()));
            snapshots.get(blob).values().forEach(it -> it.touched().set(0, 1 << 20));
        }

        private void write(String blob, int most) {
            Model model = models.get(blob);
            int first = random.nextInt(model.pages());
            int count = Math.min(most, model.pages() - first);
            byte[] body = new byte[count * PAGE];
            random.nextBytes(body);
            done(
                    world.send(
                            world.request("PUT", "/con/" + blob + "?comp=page")
                                    .with("x-ms-page-write", "update")
                                    .with("x-ms-range", range(first, count))
                                    .body(body)));
            System.arraycopy(body, 0, model.bytes(), first * PAGE, body.length);
            model.valid().set(first, first + count);
            touch(blob, first, count);
        }

        private void clear(String blob) {
            Model model = models.get(blob);
            int first = random.nextInt(model.pages());
            int count = 1 + random.nextInt(model.pages() - first);
            done(
                    world.send(
                            world.request("PUT", "/con/" + blob + "?comp=page")
                                    .with("x-ms-page-write", "clear")
                                    .with("x-ms-range", range(first, count))
                                    .body("")));
            Arrays.fill(model.bytes(), first * PAGE, (first + count) * PAGE, (byte) 0);
            model.valid().clear(first, first + count);
        }

        private void resize(String blob) {
            int pages = 1 + random.nextInt(MOST_PAGES);
            done(
                    world.send(
                            world.request("PUT", "/con/" + blob + "?comp=properties")
                                    .with("x-ms-blob-content-length", "" + pages * PAGE)
                                    .body("")));
            models.put(blob, models.get(blob).resized(pages));
        }

        private void touch(String blob, int first, int count) {
            snapshots.get(blob).values().forEach(it -> it.touched().set(first, first + count));
        }

        private void snapshot(String blob) {
            Stamp at = new Stamp(++time);
            sharing.snapshot(blob, at);
            snapshots.get(blob).put(at, new Snapshot(models.get(blob).copy(), new BitSet()));
        }

        private void deleteSnapshot(String blob) {
            TreeMap<Stamp, Snapshot> all = snapshots.get(blob);
            if (!all.isEmpty()) {
                Stamp at = List.copyOf(all.keySet()).get(random.nextInt(all.size()));
                sharing.deleteSnapshot(blob, at);
                all.remove(at);
            }
        }

        /** Of the blob, or of a snapshot. */
        private void copy(String from, String to) {
            TreeMap<Stamp, Snapshot> all = snapshots.get(from);
            boolean ofSnapshot = !all.isEmpty() && random.nextBoolean();
            Blob source = ofSnapshot ? sharing.past(from, all.firstKey()) : sharing.current(from);
            sharing.copy(source, to);
            models.put(
                    to,
                    ofSnapshot
                            ? all.firstEntry().getValue().model().copy()
                            : models.get(from).copy());
            snapshots.get(to).values().forEach(it -> it.touched().set(0, 1 << 20));
        }

        private static String range(int first, int count) {
            return "bytes=" + first * PAGE + "-" + ((first + count) * PAGE - 1);
        }

        private static void done(Answer answer) {
            assertTrue(answer.status() < 300, World.outcome(answer));
        }

        void check() throws IOException {
            for (String blob : BLOBS) {
                Model model = models.get(blob);
                assertArrayEquals(
                        model.bytes(), World.bytes(world.send("GET", "/con/" + blob)), blob);
                String list = "/con/" + blob + "?comp=pagelist";
                assertEquals(runs(model.valid(), new BitSet()), listed(list));
                for (var entry : snapshots.get(blob).entrySet()) {
                    check(blob, entry.getKey(), entry.getValue(), model);
                }
            }
        }

        private void check(String blob, Stamp at, Snapshot snapshot, Model now) throws IOException {
            Blob past = sharing.past(blob, at);
            assertArrayEquals(snapshot.model().bytes(), sharing.read(blob, past), "snapshot");
            String list = "/con/" + blob + "?comp=pagelist&";
            assertEquals(
                    runs(snapshot.model().valid(), new BitSet()),
                    listed(list + "snapshot=" + at.text()));
            Content.Pages content = (Content.Pages) sharing.current(blob).content();
            String since = list + "prevsnapshot=" + at.text();
            if (!content.map().equals(((Content.Pages) past.content()).map())) {
                assertEquals("409 BlobOverwritten", World.outcome(world.send("GET", since)));
                return;
            }
            if (snapshot.touched().length() > MOST_PAGES) {
                // Overwritten by what shares the map: the difference is that of the maps.
                assertEquals(200, world.send("GET", since).status());
                return;
            }
            BitSet written = (BitSet) now.valid().clone();
            written.and(snapshot.touched());
            BitSet cleared = (BitSet) snapshot.model().valid().clone();
            cleared.andNot(now.valid());
            cleared.clear(now.pages(), Integer.MAX_VALUE);
            assertEquals(runs(written, cleared), listed(since));
        }

        /** What is listed, page after page of ranges. */
        private List<String> listed(String list) {
            List<String> runs = new ArrayList<>();
            String marker = "";
            do {
                Answer answer = world.send("GET", list + "&maxresults=3&marker=" + marker);
                assertEquals(200, answer.status(), World.outcome(answer));
                String xml = World.text(answer);
                var matcher =
                        java.util.regex.Pattern.compile(
                                        "<(Page|Clear)Range><Start>(\\d+)</Start><End>(\\d+)</End>")
                                .matcher(xml);
                while (matcher.find()) {
                    runs.add(matcher.group(1) + " " + matcher.group(2) + "-" + matcher.group(3));
                }
                int at = xml.indexOf("<NextMarker>");
                marker = at < 0 ? "" : xml.substring(at + 12, xml.indexOf("</NextMarker>"));
            } while (!marker.isEmpty());
            return runs;
        }

        private static List<String> runs(BitSet written, BitSet cleared) {
            List<String> runs = new ArrayList<>();
            BitSet any = (BitSet) written.clone();
            any.or(cleared);
            int page = any.nextSetBit(0);
            while (page >= 0) {
                BitSet kind = cleared.get(page) ? cleared : written;
                int end = kind.nextClearBit(page);
                runs.add(
                        (cleared.get(page) ? "Clear " : "Page ")
                                + page * PAGE
                                + "-"
                                + (end * PAGE - 1));
                page = any.nextSetBit(end);
            }
            return runs;
        }

        void sweep() throws IOException {
            world.housekeeping.sweep();
            SweepOracle.check(world.store, sharing.account());
            check();
        }

        @Override
        public void close() {
            world.close();
        }
    }
}
