package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random operations on a few blobs under settings that change, on a clock that mostly stands still.
 * Whatever is listed reads as it was written; whatever was named and not deleted is listed; every
 * content has as many references as it is referred to.
 */
class PastModelTest {
    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 100 : 6;
    private static final int STEPS = 60;

    @Test
    void randomHistories() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (World world = new World()) {
                new Run(world, seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Run {
        private final World world;
        private final Random random;
        private final Map<String, String> current = new TreeMap<>();

        /** Live snapshots and versions by their address. */
        private final Map<String, String> past = new TreeMap<>();

        Run(World world, long seed) {
            this.world = world;
            this.random = new Random(seed);
            world.send("PUT", "/con?restype=container");
            world.grant(
                    world.principal("all"), "Storage Blob Data Owner", world.accountScope("acct"));
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step("/con/b" + random.nextInt(3), random.nextInt(12));
                current.forEach(this::check);
                past.forEach(this::check);
                assertEquals(past.keySet(), listed());
                ContentOracle.check(world);
                ContentOracle.checkMarks(world);
            }
            world.clock.advance(Duration.ofDays(9));
            world.housekeeping.endDeleted();
            world.housekeeping.sweep();
            SweepOracle.check(world.store, world.account("acct").id());
            past.forEach(this::check);
            current.forEach(this::check);
        }

        private void check(String address, String content) {
            Answer answer = send("GET", address);
            assertEquals("200", World.outcome(answer), address);
            assertEquals(content, World.text(answer), address);
        }

        private Answer send(String method, String target) {
            return world.send(request(method, target));
        }

        private FakeRequest request(String method, String target) {
            return world.anonymous(method, target).with("authorization", "Bearer all");
        }

        /** Addresses of all live snapshots and earlier versions. */
        private java.util.Set<String> listed() {
            String xml =
                    World.text(
                            send(
                                    "GET",
                                    "/con?restype=container&comp=list&include=snapshots,versions"));
            Map<String, String> found = new TreeMap<>();
            for (String blob : xml.split("<Blob>")) {
                if (blob.contains("<IsCurrentVersion>")) {
                    continue;
                }
                String name = between(blob, "Name").orElse("");
                between(blob, "Snapshot")
                        .ifPresent(at -> found.put("/con/" + name + "?snapshot=" + at, ""));
                between(blob, "VersionId")
                        .ifPresent(id -> found.put("/con/" + name + "?versionid=" + id, ""));
            }
            return found.keySet();
        }

        private static Optional<String> between(String text, String element) {
            String[] parts = text.split("</?" + element + ">");
            return parts.length < 3 ? Optional.empty() : Optional.of(parts[1]);
        }

        private void step(String blob, int kind) {
            switch (kind) {
                case 0, 1 -> put(blob, random.nextInt(1_000) + "");
                case 2, 3 -> put(blob, (random.nextInt(1_000) + ".").repeat(5_000));
                case 4 -> metadata(blob);
                case 5, 6 -> snapshot(blob);
                case 7 -> delete(blob);
                case 8 -> deletePast();
                case 9 -> undelete(blob);
                case 10 -> settings();
                default -> {
                    world.clock.advance(Duration.ofHours(random.nextInt(30)));
                    world.housekeeping.endDeleted();
                }
            }
        }

        private void put(String blob, String content) {
            String version = version(blob);
            Answer put = world.put(blob, content.getBytes(StandardCharsets.UTF_8));
            assertEquals("201", World.outcome(put));
            retire(blob, version);
            current.put(blob, content);
        }

        /** The current version's name; a state without one is named when it is retired. */
        private String version(String blob) {
            return World.header(send("HEAD", blob), "x-ms-version-id");
        }

        private void retire(String blob, String version) {
            if (!version.isEmpty()) {
                past.put(blob + "?versionid=" + version, current.get(blob));
            } else {
                found(blob);
            }
        }

        /** Takes over the one address that is new, which the service has chosen. */
        private void found(String blob) {
            List<String> fresh = new ArrayList<>(listed());
            fresh.removeAll(past.keySet());
            assertTrue(fresh.size() <= 1, "one new state at most: " + fresh);
            fresh.forEach(address -> past.put(address, current.get(blob)));
        }

        private void metadata(String blob) {
            String version = version(blob);
            Answer changed =
                    world.send(
                            request("PUT", blob + "?comp=metadata")
                                    .with("x-ms-meta-n", random.nextInt(9) + ""));
            if (changed.status() == 200) {
                retire(blob, version);
            }
        }

        private void snapshot(String blob) {
            String version = version(blob);
            Answer taken = send("PUT", blob + "?comp=snapshot");
            if (taken.status() == 201) {
                past.put(
                        blob + "?snapshot=" + World.header(taken, "x-ms-snapshot"),
                        current.get(blob));
                if (!World.header(taken, "x-ms-version-id").equals(version)) {
                    retire(blob, version);
                }
            }
        }

        private void delete(String blob) {
            String version = version(blob);
            boolean has = past.keySet().stream().anyMatch(it -> it.startsWith(blob + "?snapshot"));
            Answer plain = send("DELETE", blob);
            if (has && current.containsKey(blob)) {
                assertEquals("409 SnapshotsPresent", World.outcome(plain));
                plain =
                        world.send(
                                request("DELETE", blob).with("x-ms-delete-snapshots", "include"));
                past.keySet().removeIf(it -> it.startsWith(blob + "?snapshot"));
            }
            if (plain.status() == 202) {
                retire(blob, version);
                current.remove(blob);
            }
        }

        private void deletePast() {
            if (past.isEmpty()) {
                return;
            }
            List<String> all = List.copyOf(past.keySet());
            String address = all.get(random.nextInt(all.size()));
            assertEquals("202", World.outcome(send("DELETE", address)), address);
            past.remove(address);
        }

        /** What comes back is whatever was deleted: the model takes it over. */
        private void undelete(String blob) {
            if (send("PUT", blob + "?comp=undelete").status() == 200) {
                for (String address : listed()) {
                    past.computeIfAbsent(address, it -> World.text(send("GET", it)));
                }
                Answer now = send("GET", blob);
                if (now.status() == 200) {
                    String text = World.text(now);
                    assertEquals(current.getOrDefault(blob, text), text);
                    current.put(blob, text);
                }
            }
        }

        private void settings() {
            boolean versioning = random.nextBoolean();
            int days = random.nextInt(3);
            world.management.settings(
                    old -> old.withVersioning(versioning).withDeletion(days, false));
        }
    }
}
