package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Percent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random operations on paths of a hierarchical container, beside a model that is a map of paths.
 * Every answer, every list and, at the end, everything that can be read must be what the model
 * says; after the container's end nothing is left.
 */
class HierarchyModelTest {
    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 100 : 10;
    private static final int STEPS = 100;
    private static final List<String> NAMES =
            List.of("a", "b", "ab", "a-", "a.b", "\u00e9", "\ud83d\ude00", "Z");

    @Test
    void theServiceIsTheModel() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (World world = new World()) {
                new Run(world, seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.println("hierarchy model: seeds 0 to " + (SEEDS - 1));
    }

    /** What a container is, without engines: a path's text; none for a directory. */
    private static final class Model {
        private final TreeMap<List<String>, Optional<String>> paths = new TreeMap<>(Model::compare);

        /** A name before the longer path that begins with it, names by their UTF-8 bytes. */
        private static int compare(List<String> one, List<String> other) {
            for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
                int order =
                        Arrays.compareUnsigned(
                                one.get(i).getBytes(StandardCharsets.UTF_8),
                                other.get(i).getBytes(StandardCharsets.UTF_8));
                if (order != 0) {
                    return order;
                }
            }
            return one.size() - other.size();
        }

        /** Puts a file, or a directory if there is no text. */
        String put(List<String> path, Optional<String> text) {
            for (int i = 1; i < path.size(); i++) {
                if (paths.getOrDefault(path.subList(0, i), Optional.empty()).isPresent()) {
                    return "409 ResourceTypeMismatch";
                }
            }
            Optional<String> old = paths.get(path);
            if (old != null && old.isPresent() != text.isPresent()) {
                return "409 ResourceTypeMismatch";
            }
            for (int i = 1; i < path.size(); i++) {
                paths.put(List.copyOf(path.subList(0, i)), Optional.empty());
            }
            paths.put(path, text);
            return "201";
        }

        String delete(List<String> path) {
            if (!paths.containsKey(path)) {
                return "404 BlobNotFound";
            }
            boolean empty =
                    paths.keySet().stream()
                            .noneMatch(it -> startsWith(it, path) && !it.equals(path));
            if (empty) {
                paths.remove(path);
            }
            return empty ? "202" : "409 DirectoryIsNotEmpty";
        }

        private static boolean startsWith(List<String> path, List<String> other) {
            return path.size() >= other.size() && path.subList(0, other.size()).equals(other);
        }

        String shown(List<String> path) {
            Optional<String> found = paths.get(path);
            return found == null
                    ? "404 BlobNotFound"
                    : found.map(text -> "file " + text).orElse("directory");
        }

        List<String> list(String prefix, boolean delimited) {
            List<String> found = new ArrayList<>();
            for (Map.Entry<List<String>, Optional<String>> it : paths.entrySet()) {
                String name = String.join("/", it.getKey());
                if (!name.startsWith(prefix)) {
                    continue;
                }
                boolean below = name.indexOf('/', prefix.length()) >= 0;
                String type = it.getValue().isPresent() ? "file" : "directory";
                if (!delimited) {
                    found.add(name + " " + type);
                } else if (!below) {
                    found.add(name + (type.equals("file") ? " file" : "/ prefix directory"));
                }
            }
            return found;
        }
    }

    /** One container's life. */
    private static final class Run {
        private final World world;
        private final TreeAccount tree;
        private final Random random;
        private final Model model = new Model();

        Run(World world, int seed) {
            this.world = world;
            this.tree = TreeAccount.born(world);
            this.random = new Random(seed * 7_919L);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                List<String> path = path();
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> put(path);
                    case 3 -> makeDirectory(path);
                    case 4, 5 -> assertEquals(model.delete(path), tree.delete(wire(path)));
                    case 6 -> assertEquals(model.shown(path), tree.shown(wire(path)));
                    default -> list(path);
                }
            }
            // What the sweep must not take is missed from here on.
            swept();
            model.paths.keySet().forEach(it -> assertEquals(model.shown(it), tree.shown(wire(it))));
            assertEquals(model.list("", false), tree.listAtEachLimit(""));
            assertEquals("202", tree.outcome("DELETE", "?restype=container"));
            swept();
        }

        private void swept() {
            world.housekeeping.sweep();
            SweepOracle.check(world.trust.records(), world.account(TreeAccount.NAME).id());
        }

        private List<String> path() {
            List<String> path = new ArrayList<>();
            do {
                path.add(NAMES.get(random.nextInt(NAMES.size())));
            } while (path.size() < 6 && random.nextInt(3) > 0);
            return path;
        }

        private static String wire(List<String> path) {
            return Percent.encode(String.join("/", path));
        }

        private void put(List<String> path) {
            // Some in the record, some in an extent.
            String text = "t" + random.nextInt(1_000);
            text = random.nextInt(4) == 0 ? text.repeat(5_000) : text;
            String expected = model.put(path, Optional.of(text));
            if (random.nextInt(3) > 0) {
                assertEquals(expected, tree.put(wire(path), text));
                return;
            }
            String block = wire(path) + "?comp=block&blockid=AAAA";
            assertEquals(expected, tree.outcome(tree.request("PUT", block).body(text)));
            if (expected.equals("201")) {
                String list = "<BlockList><Latest>AAAA</Latest></BlockList>";
                String address = wire(path) + "?comp=blocklist";
                assertEquals("201", tree.outcome(tree.request("PUT", address).body(list)));
            }
        }

        private void makeDirectory(List<String> path) {
            assertEquals(model.put(path, Optional.empty()), tree.makeDirectory(wire(path)));
        }

        /** With a prefix that ends within a name, behind it, or behind a slash. */
        private void list(List<String> path) {
            boolean delimited = random.nextBoolean();
            String parameters = delimited ? "&delimiter=%2F" : "";
            String whole = String.join("/", path);
            String prefix =
                    switch (random.nextInt(4)) {
                        case 0 -> "";
                        case 1 -> whole.substring(0, whole.offsetByCodePoints(0, 1));
                        case 2 -> whole;
                        default -> whole + "/";
                    };
            if (leadsThroughFile(prefix)) {
                String list = "?restype=container&comp=list&prefix=" + Percent.encode(prefix);
                assertEquals("409 ResourceTypeMismatch", tree.outcome("GET", list));
            } else {
                assertEquals(
                        model.list(prefix, delimited),
                        tree.list(parameters + "&prefix=" + Percent.encode(prefix)));
            }
        }

        private boolean leadsThroughFile(String prefix) {
            List<String> names = List.of(prefix.split("/", -1));
            for (int i = 1; i < names.size(); i++) {
                if (model.paths.getOrDefault(names.subList(0, i), Optional.empty()).isPresent()) {
                    return true;
                }
            }
            return false;
        }
    }
}
