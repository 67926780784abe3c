package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random operations beside a model that notes what each one that was acknowledged must tell:
 * whatever is published when, the feed tells just that, in that order.
 */
class FeedModelTest {
    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 100 : 6;
    private static final int STEPS = 120;

    @Test
    void theFeedTellsWhatWasAcknowledged() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (World world = new World()) {
                new Run(world, seed).run();
            }
        }
    }

    private static final class Run {
        private final World world;
        private final Random random;
        private final Feed feed;
        private final List<String> expected = new ArrayList<>();
        private final Map<String, String> tiers = new TreeMap<>();
        private final String seed;

        /** Blobs that are there, and their snapshots. */
        private final Map<String, TreeSet<String>> blobs = new TreeMap<>();

        private boolean on = true;

        Run(World world, int seed) {
            this.world = world;
            this.random = new Random(seed);
            this.feed = new Feed(world);
            this.seed = "seed " + seed;
            world.send("PUT", "/con?restype=container");
            world.management.feed();
            world.grant(world.owner, "Storage Blob Data Owner", world.accountScope("acct"));
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step("b" + random.nextInt(4), random.nextInt(15));
            }
            world.housekeeping.publish(3_000);
            List<String> told = new ArrayList<>();
            for (Feed.Event event : feed.events()) {
                Object snapshot = event.data().get("snapshot");
                told.add(event + (snapshot == null ? "" : "@" + snapshot));
            }
            for (int i = 0; i < Math.min(expected.size(), told.size()); i++) {
                assertEquals(expected.get(i), told.get(i), seed + ", event " + i);
            }
            assertEquals(expected.size(), told.size(), seed);
            world.housekeeping.sweep();
            SweepOracle.check(world.store, world.account("acct").id());
            assertEquals(expected.size(), feed.events().size(), "after a sweep");
        }

        private FakeRequest request(String method, String target) {
            return world.request(method, "/con/" + target);
        }

        private boolean done(FakeRequest request) {
            return world.send(request).status() < 300;
        }

        private void tell(String event) {
            if (on) {
                expected.add(event);
            }
        }

        private void step(String blob, int kind) {
            switch (kind) {
                case 0 -> written(blob, put(blob, "x"), "PutBlob");
                case 1 -> written(blob, put(blob, "x".repeat(20_000)), "PutBlob");
                case 2 -> written(blob, list(blob), "PutBlockList");
                case 3 -> copy(blob);
                case 4 -> updated(blob, "metadata", "SetBlobMetadata");
                case 5 -> updated(blob, "properties", "SetBlobProperties");
                case 6 -> tags(blob);
                case 7 -> tier(blob);
                case 8 -> snapshot(blob);
                case 9 -> delete(blob);
                case 10 -> deleteSnapshot(blob);
                case 11 -> lease(blob);
                case 12 -> settings();
                case 13 -> world.housekeeping.publish(3_000);
                default -> world.clock.advance(Duration.ofMinutes(random.nextInt(50) - 5));
            }
        }

        private boolean put(String blob, String text) {
            return done(request("PUT", blob).with("x-ms-blob-type", "BlockBlob").body(text));
        }

        private boolean list(String blob) {
            done(request("PUT", blob + "?comp=block&blockid=AAAA").body("block"));
            return done(
                    request("PUT", blob + "?comp=blocklist")
                            .body("<BlockList><Latest>AAAA</Latest></BlockList>"));
        }

        private void copy(String blob) {
            String from = "https://acct.blob.core.bleu.localhost:8443/con/b" + random.nextInt(4);
            written(blob, done(request("PUT", blob).with("x-ms-copy-source", from)), "CopyBlob");
        }

        private void written(String blob, boolean done, String api) {
            if (done) {
                tell("BlobCreated " + api + " " + blob);
                blobs.computeIfAbsent(blob, _ -> new TreeSet<>());
                tiers.put(blob, "Hot");
            }
        }

        private void updated(String blob, String comp, String api) {
            if (done(
                    request("PUT", blob + "?comp=" + comp)
                            .with(
                                    comp.equals("metadata")
                                            ? "x-ms-meta-n"
                                            : "x-ms-blob-cache-control",
                                    "" + random.nextInt(3)))) {
                tell("BlobPropertiesUpdated " + api + " " + blob);
            }
        }

        private void tags(String blob) {
            String before = World.text(world.send(request("GET", blob + "?comp=tags")));
            String xml =
                    "<Tags><TagSet><Tag><Key>k</Key><Value>"
                            + random.nextInt(3)
                            + "</Value></Tag></TagSet></Tags>";
            if (done(request("PUT", blob + "?comp=tags").body(xml))) {
                String after = World.text(world.send(request("GET", blob + "?comp=tags")));
                if (!after.equals(before)) {
                    tell("BlobPropertiesUpdated SetBlobTags " + blob);
                }
            }
        }

        private void tier(String blob) {
            String tier = List.of("Hot", "Cool", "Cold").get(random.nextInt(3));
            if (done(request("PUT", blob + "?comp=tier").with("x-ms-access-tier", tier))) {
                String before = tiers.put(blob, tier);
                if (!tier.equals(before)) {
                    tell("BlobTierChanged SetBlobTier " + blob);
                }
            }
        }

        private void snapshot(String blob) {
            Answer answer = world.send(request("PUT", blob + "?comp=snapshot"));
            if (answer.status() == 201) {
                String at = World.header(answer, "x-ms-snapshot");
                tell("BlobSnapshotCreated SnapshotBlob " + blob + "@" + at);
                blobs.get(blob).add(at);
            }
        }

        private void delete(String blob) {
            if (done(request("DELETE", blob).with("x-ms-delete-snapshots", "include"))) {
                for (String at : blobs.remove(blob)) {
                    tell("BlobDeleted DeleteBlob " + blob + "@" + at);
                }
                tell("BlobDeleted DeleteBlob " + blob);
            }
        }

        private void deleteSnapshot(String blob) {
            TreeSet<String> snapshots = blobs.getOrDefault(blob, new TreeSet<>());
            if (!snapshots.isEmpty()) {
                String at = snapshots.first();
                assertEquals(202, world.send(request("DELETE", blob + "?snapshot=" + at)).status());
                snapshots.remove(at);
                tell("BlobDeleted DeleteBlob " + blob + "@" + at);
            }
        }

        private void lease(String blob) {
            FakeRequest request = request("PUT", blob + "?comp=lease");
            if (done(
                    request.with("x-ms-lease-action", "acquire")
                            .with("x-ms-lease-duration", "60"))) {
                done(
                        request("PUT", blob + "?comp=lease")
                                .with("x-ms-lease-action", "break")
                                .with("x-ms-lease-break-period", "0"));
            }
        }

        private void settings() {
            boolean versioning = random.nextBoolean();
            int days = random.nextInt(2);
            on = random.nextInt(4) > 0;
            world.management.settings(
                    old ->
                            old.withVersioning(versioning)
                                    .withDeletion(days, false)
                                    .withChangeFeed(new FeedSettings(on, 0)));
        }
    }
}
