package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Percent;
import fr.bleu.http.Xml;
import fr.bleu.storage.NaiveContainer;
import fr.bleu.storage.NaiveContainer.NaiveBlob;
import fr.bleu.storage.NaiveContainer.NaiveBlock;
import fr.bleu.storage.OddNames;
import fr.bleu.storage.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random operations on names out of all of Unicode, beside a model that is a sorted map. Every
 * answer and, at the end, everything that can be read must be what the model says.
 */
class ModelTest {
    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 150 : 12;
    private static final int STEPS = 120;
    private static final List<String> DELIMITERS =
            List.of("", "/", "a", "//", "\u00e9", "\ud83d\ude00");
    private static final List<String> SOURCES = List.of("Committed", "Uncommitted", "Latest");

    @Test
    void theServiceIsTheModel() {
        try (World world = new World()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                try {
                    new Run(world, seed).run();
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        }
        System.out.println("blob model: seeds 0 to " + (SEEDS - 1));
    }

    /** One container's life. */
    private static final class Run {
        private final World world;
        private final Random random;
        private final String container;
        private final NaiveContainer model = new NaiveContainer();
        private final List<String> names = new ArrayList<>();

        Run(World world, int seed) {
            this.world = world;
            this.random = new Random(seed * 7_919L);
            this.container = "seed" + seed;
            assertEquals(201, world.send("PUT", "/" + container + "?restype=container").status());
            for (int i = 0; i < 12; i++) {
                names.add(OddNames.name(random));
            }
            // Names that share beginnings and ends make prefixes and delimiters work.
            names.add(names.getFirst() + "/");
            names.add(names.getFirst() + "/a/b");
            names.removeIf(name -> name.length() > 1_024);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                String name = names.get(random.nextInt(names.size()));
                switch (random.nextInt(9)) {
                    case 0 -> put(name);
                    case 1, 2 -> putBlock(name);
                    case 3 -> putList(name);
                    case 4 -> get(name);
                    case 5 -> list();
                    case 6 -> delete(name);
                    case 7 -> setMetadata(name);
                    default -> blockList(name);
                }
            }
            for (String name : names) {
                get(name);
                blockList(name);
            }
            assertEquals(model.list("", "", true), listed("", "", true, 5_000));
        }

        /** The name on the wire, its slashes as they stand or escaped: it is the same blob. */
        private String path(String name) {
            String encoded = Percent.encode(name);
            return "/"
                    + container
                    + "/"
                    + (random.nextBoolean() ? encoded.replace("%2F", "/") : encoded);
        }

        private byte[] bytes() {
            int[] around = {0, 1, 100, 16_384, 16_385, 40_000};
            byte[] bytes = new byte[around[random.nextInt(around.length)]];
            random.nextBytes(bytes);
            return bytes;
        }

        private Map<String, String> metadata() {
            Map<String, String> metadata = new TreeMap<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                metadata.put("m" + random.nextInt(5), "v " + random.nextInt());
            }
            return metadata;
        }

        private FakeRequest with(Map<String, String> metadata, FakeRequest request) {
            metadata.forEach((name, value) -> request.with("x-ms-meta-" + name, value));
            return request;
        }

        private void put(String name) {
            byte[] bytes = bytes();
            Map<String, String> metadata = metadata();
            FakeRequest request =
                    world.request("PUT", path(name)).with("x-ms-blob-type", "BlockBlob");
            assertOutcome("201", world.send(with(metadata, request).body(bytes)));
            model.put(name, bytes, metadata);
        }

        private void putBlock(String name) {
            byte[] bytes = new byte[1 + random.nextInt(3) * 9_000];
            random.nextBytes(bytes);
            String id = id();
            Answer answer =
                    world.send(
                            world.request(
                                            "PUT",
                                            path(name)
                                                    + "?comp=block&blockid="
                                                    + Percent.encode(id))
                                    .body(bytes));
            boolean taken = model.putBlock(name, id, bytes);
            assertOutcome(taken ? "201" : "400 InvalidBlobOrBlock", answer);
        }

        /** Mostly of one length. */
        private String id() {
            byte[] id = new byte[random.nextInt(10) == 0 ? 5 : 4];
            id[0] = (byte) random.nextInt(4);
            return Base64.getEncoder().encodeToString(id);
        }

        private void putList(String name) {
            List<Map.Entry<String, String>> entries = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                entries.add(Map.entry(SOURCES.get(random.nextInt(3)), known(name).orElse(id())));
            }
            StringBuilder xml = new StringBuilder("<BlockList>");
            entries.forEach(
                    entry ->
                            xml.append("<" + entry.getKey() + ">")
                                    .append(entry.getValue())
                                    .append("</" + entry.getKey() + ">"));
            Map<String, String> metadata = metadata();
            FakeRequest request = world.request("PUT", path(name) + "?comp=blocklist");
            Answer answer =
                    world.send(with(metadata, request).body(xml.append("</BlockList>").toString()));
            boolean taken = model.putList(name, entries, metadata);
            assertOutcome(taken ? "201" : "400 InvalidBlockList", answer);
        }

        /** An id that the blob has or has had put, if there is one. */
        private Optional<String> known(String name) {
            List<NaiveBlock> blocks = new ArrayList<>(model.uncommitted(name));
            model.get(name).ifPresent(blob -> blocks.addAll(blob.blocks()));
            return blocks.isEmpty()
                    ? Optional.empty()
                    : Optional.of(blocks.get(random.nextInt(blocks.size())).id());
        }

        private void get(String name) {
            Answer whole = world.send("GET", path(name));
            Optional<NaiveBlob> blob = model.get(name);
            if (blob.isEmpty()) {
                assertOutcome("404 BlobNotFound", whole);
                return;
            }
            assertOutcome("200", whole);
            assertArrayEquals(blob.get().bytes(), World.bytes(whole));
            Map<String, String> metadata = new TreeMap<>();
            whole.headers()
                    .all()
                    .forEach(
                            header -> {
                                if (header.name().startsWith("x-ms-meta-")) {
                                    metadata.put(header.name().substring(10), header.value());
                                }
                            });
            assertEquals(blob.get().metadata(), metadata);
            range(name, blob.get().bytes());
        }

        private void range(String name, byte[] bytes) {
            int first = random.nextInt(bytes.length + 2);
            int last = first + random.nextInt(bytes.length + 2);
            Answer part =
                    world.send(
                            world.request("GET", path(name))
                                    .with("x-ms-range", "bytes=" + first + "-" + last));
            if (first >= bytes.length) {
                assertOutcome("416 InvalidRange", part);
                return;
            }
            assertOutcome("206", part);
            int end = Math.min(last + 1, bytes.length);
            assertArrayEquals(Arrays.copyOfRange(bytes, first, end), World.bytes(part));
            assertEquals(
                    "bytes " + first + "-" + (end - 1) + "/" + bytes.length,
                    World.header(part, "Content-Range"));
        }

        private void delete(String name) {
            Answer answer = world.send("DELETE", path(name));
            assertOutcome(model.delete(name) ? "202" : "404 BlobNotFound", answer);
        }

        private void setMetadata(String name) {
            Map<String, String> metadata = metadata();
            FakeRequest request = world.request("PUT", path(name) + "?comp=metadata").body("");
            Answer answer = world.send(with(metadata, request));
            assertOutcome(model.setMetadata(name, metadata) ? "200" : "404 BlobNotFound", answer);
        }

        private void blockList(String name) {
            Answer answer = world.send("GET", path(name) + "?comp=blocklist&blocklisttype=all");
            List<NaiveBlock> uncommitted = model.uncommitted(name);
            if (model.get(name).isEmpty() && uncommitted.isEmpty()) {
                assertOutcome("404 BlobNotFound", answer);
                return;
            }
            List<NaiveBlock> committed = model.get(name).map(NaiveBlob::blocks).orElse(List.of());
            Xml.Element root = Xml.parse(World.bytes(answer), "Bad");
            assertEquals(sizes(committed), sizes(root.child("CommittedBlocks").orElseThrow()));
            assertEquals(sizes(uncommitted), sizes(root.child("UncommittedBlocks").orElseThrow()));
        }

        private static List<String> sizes(List<NaiveBlock> blocks) {
            return blocks.stream().map(b -> b.id() + " " + b.bytes().length).toList();
        }

        private static List<String> sizes(Xml.Element blocks) {
            return blocks.children().stream()
                    .map(
                            b ->
                                    b.childText("Name").orElseThrow()
                                            + " "
                                            + b.childText("Size").orElseThrow())
                    .toList();
        }

        private void list() {
            String prefix = "";
            if (random.nextBoolean()) {
                String name = names.get(random.nextInt(names.size()));
                int end = random.nextInt(Math.min(name.length(), 6) + 1);
                prefix = name.substring(0, name.offsetByCodePoints(0, name.codePointCount(0, end)));
            }
            String delimiter = DELIMITERS.get(random.nextInt(DELIMITERS.size()));
            boolean uncommitted = random.nextBoolean();
            assertEquals(
                    model.list(prefix, delimiter, uncommitted),
                    listed(prefix, delimiter, uncommitted, 1 + random.nextInt(5)));
        }

        /** All pages one after the other. */
        private List<String> listed(String prefix, String delimiter, boolean uncommitted, int max) {
            String query =
                    "/"
                            + container
                            + "?restype=container&comp=list&maxresults="
                            + max
                            + (prefix.isEmpty() ? "" : "&prefix=" + Percent.encode(prefix))
                            + (delimiter.isEmpty() ? "" : "&delimiter=" + Percent.encode(delimiter))
                            + (uncommitted ? "&include=uncommittedblobs" : "");
            List<String> found = new ArrayList<>();
            String marker = "";
            do {
                Answer answer = world.send("GET", query + "&marker=" + Percent.encode(marker));
                assertOutcome("200", answer);
                Xml.Element root = Xml.parse(World.bytes(answer), "Bad");
                List<Xml.Element> page = root.child("Blobs").orElseThrow().children();
                assertTrue(page.size() <= max, "a page of " + page.size());
                page.forEach(entry -> found.add(entry.name() + " " + name(entry)));
                marker = root.childText("NextMarker").orElse("");
            } while (!marker.isEmpty());
            return found;
        }

        private static String name(Xml.Element entry) {
            Xml.Element name = entry.child("Name").orElseThrow();
            return name.attributes().containsKey("Encoded")
                    ? Percent.decode(name.text())
                    : name.text();
        }

        private static void assertOutcome(String expected, Answer answer) {
            assertEquals(expected, World.outcome(answer));
        }
    }
}
