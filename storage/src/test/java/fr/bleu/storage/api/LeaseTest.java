package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.storage.Golden;
import fr.bleu.storage.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every state of a lease with every lease operation and every use of what is leased, held to a
 * reviewed table.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/lease-blob#remarks">Lease
 *     Blob: outcomes by lease state</a>
 */
class LeaseTest {
    private static final String A = "aaaaaaaa-0000-4000-8000-000000000000";
    private static final String B = "bbbbbbbb-0000-4000-8000-000000000000";
    private static final String C = "cccccccc-0000-4000-8000-000000000000";

    private static final List<String> STATES =
            List.of("available", "leased", "infinite", "breaking", "broken", "expired");

    /** Header lines behind a name. */
    private record Step(String name, String method, String query, List<String> headers) {
        static Step lease(String name, String... headers) {
            return new Step(name, "PUT", "comp=lease", List.of(headers));
        }
    }

    private static final List<Step> LEASE_STEPS =
            List.of(
                    Step.lease("acquire", "action: acquire", "duration: 20"),
                    Step.lease("acquire A", "action: acquire", "duration: 20", "proposed: " + A),
                    Step.lease("acquire B", "action: acquire", "duration: -1", "proposed: " + B),
                    Step.lease("renew A", "action: renew", "id: " + A),
                    Step.lease("renew B", "action: renew", "id: " + B),
                    Step.lease("change A to B", "action: change", "id: " + A, "proposed: " + B),
                    Step.lease("change B to A", "action: change", "id: " + B, "proposed: " + A),
                    Step.lease("change B to C", "action: change", "id: " + B, "proposed: " + C),
                    Step.lease("release A", "action: release", "id: " + A),
                    Step.lease("release B", "action: release", "id: " + B),
                    Step.lease("break", "action: break"),
                    Step.lease("break 0", "action: break", "break: 0"),
                    Step.lease("break 5", "action: break", "break: 5"),
                    Step.lease("break 60", "action: break", "break: 60"));

    private static final List<Step> BLOB_USES =
            List.of(
                    new Step("Put Blob", "PUT", "", List.of()),
                    new Step("Put Block", "PUT", "comp=block&blockid=AAAA", List.of()),
                    new Step("Put Block List", "PUT", "comp=blocklist", List.of()),
                    new Step("Set Blob Properties", "PUT", "comp=properties", List.of()),
                    new Step("Set Blob Metadata", "PUT", "comp=metadata", List.of()),
                    new Step("Delete Blob", "DELETE", "", List.of()),
                    new Step("Get Blob", "GET", "", List.of()),
                    new Step("Get Blob Properties", "HEAD", "", List.of()),
                    new Step("Get Blob Metadata", "GET", "comp=metadata", List.of()),
                    new Step("Get Block List", "GET", "comp=blocklist", List.of()));

    private static final List<Step> CONTAINER_USES =
            List.of(
                    new Step("Delete Container", "DELETE", "", List.of()),
                    new Step("Set Container Metadata", "PUT", "comp=metadata", List.of()),
                    new Step("Get Container Properties", "HEAD", "", List.of()),
                    new Step("Get Container Metadata", "GET", "comp=metadata", List.of()));

    private World world;
    private int places;

    @BeforeEach
    void open() {
        world = new World();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void everyStateWithEveryOperation() {
        StringBuilder found = new StringBuilder("outcome, and the lease's state after it\n");
        table(found, "Lease Blob", true, LEASE_STEPS, List.of(""));
        table(found, "Lease Container", false, LEASE_STEPS, List.of(""));
        table(found, "use of a blob", true, BLOB_USES, List.of("", A, B));
        table(found, "use of a container", false, CONTAINER_USES, List.of("", A, B));
        assertEquals(Golden.read("leases.txt", found.toString()), found.toString());
    }

    private void table(
            StringBuilder out, String title, boolean blob, List<Step> steps, List<String> holders) {
        for (String state : STATES) {
            out.append('\n').append(title).append(", ").append(state);
            out.append(state.equals("available") ? "\n" : " by A\n");
            for (Step step : steps) {
                for (String holder : holders) {
                    String name =
                            holder.isEmpty()
                                    ? step.name()
                                    : step.name() + " with " + (holder.equals(A) ? "A" : "B");
                    out.append(
                            String.format("  %-34s %s%n", name, tried(blob, state, step, holder)));
                }
            }
        }
    }

    private String tried(boolean blob, String state, Step step, String holder) {
        String place = place(blob);
        bring(place, blob, state);
        FakeRequest request = request(place, blob, step);
        if (!holder.isEmpty()) {
            request.with("x-ms-lease-id", holder);
        }
        Answer answer = world.send(request);
        String time = World.header(answer, "x-ms-lease-time");
        return String.format(
                "%-46s %s",
                World.outcome(answer) + (time.isEmpty() ? "" : " time " + time),
                state(place, blob));
    }

    private String place(boolean blob) {
        String container = "/con" + places++;
        world.send("PUT", container + "?restype=container");
        if (!blob) {
            return container;
        }
        world.put(container + "/b", new byte[] {1});
        return container + "/b";
    }

    private void bring(String place, boolean blob, String state) {
        if (state.equals("available")) {
            return;
        }
        String duration = state.equals("infinite") ? "-1" : "15";
        lease(place, blob, "action: acquire", "duration: " + duration, "proposed: " + A);
        switch (state) {
            case "breaking" -> lease(place, blob, "action: break", "break: 10");
            case "broken" -> lease(place, blob, "action: break", "break: 0");
            case "expired" -> world.clock.advance(Duration.ofSeconds(15));
            default -> {
                // Leased as it is.
            }
        }
    }

    private Answer lease(String place, boolean blob, String... headers) {
        Answer answer = world.send(request(place, blob, Step.lease("", headers)));
        assertTrue(answer.status() < 300, () -> World.outcome(answer));
        return answer;
    }

    private FakeRequest request(String place, boolean blob, Step step) {
        String query = blob ? step.query() : "restype=container&" + step.query();
        FakeRequest request = world.request(step.method(), place + "?" + query);
        for (String line : step.headers()) {
            String[] header = line.split(": ", 2);
            request.with(headerName(header[0]), header[1]);
        }
        if (step.name().equals("Put Blob")) {
            request.with("x-ms-blob-type", "BlockBlob");
        }
        if (step.method().equals("PUT")) {
            request.body(
                    switch (step.name()) {
                        case "Put Block List" -> "<BlockList/>";
                        case "Put Blob", "Put Block" -> "content";
                        default -> "";
                    });
        }
        return request;
    }

    private static String headerName(String name) {
        return switch (name) {
            case "proposed" -> "x-ms-proposed-lease-id";
            case "break" -> "x-ms-lease-break-period";
            default -> "x-ms-lease-" + name;
        };
    }

    private String state(String place, boolean blob) {
        Answer head = world.send("HEAD", place + (blob ? "" : "?restype=container"));
        if (head.status() == 404) {
            return "gone";
        }
        String duration = World.header(head, "x-ms-lease-duration");
        return World.header(head, "x-ms-lease-state")
                + ", "
                + World.header(head, "x-ms-lease-status")
                + (duration.isEmpty() ? "" : ", " + duration);
    }

    @Test
    void aLeaseChangesNeitherTheEtagNorATime() {
        for (boolean blob : List.of(true, false)) {
            String place = place(blob);
            String target = place + (blob ? "" : "?restype=container");
            Answer before = world.send("HEAD", target);
            world.clock.advance(Duration.ofSeconds(5));
            Answer leased = lease(place, blob, "action: acquire", "duration: 15");
            Answer after = world.send("HEAD", target);
            for (String name : List.of("ETag", "Last-Modified")) {
                assertEquals(World.header(before, name), World.header(leased, name));
                assertEquals(World.header(before, name), World.header(after, name));
            }
        }
    }

    @Test
    void anExpiredLeaseIsRenewedUnlessSomethingWasWritten() {
        for (boolean blob : List.of(true, false)) {
            String place = place(blob);
            bring(place, blob, "expired");
            Step renewal = Step.lease("", "action: renew", "id: " + A);
            assertEquals(200, world.send(request(place, blob, renewal)).status());
            world.clock.advance(Duration.ofSeconds(15));
            Step write = new Step("", "PUT", "comp=metadata", List.of());
            assertEquals(200, world.send(request(place, blob, write)).status());
            assertEquals(
                    "409 LeaseIdMismatchWithLeaseOperation",
                    World.outcome(world.send(request(place, blob, renewal))));
        }
    }

    @Test
    void aLeaseOutlivesTheContentThatItsHolderReplaces() {
        String place = place(true);
        lease(place, true, "action: acquire", "duration: -1", "proposed: " + A);
        Step put = new Step("Put Blob", "PUT", "", List.of("id: " + A));
        assertEquals(201, world.send(request(place, true, put)).status());
        assertEquals("leased, locked, infinite", state(place, true));
    }

    @Test
    void listsTellOfLeases() {
        String place = place(true);
        String container = place.substring(0, place.indexOf('/', 1));
        lease(place, true, "action: acquire", "duration: -1");
        lease(container, false, "action: acquire", "duration: 20");
        String blobs = World.text(world.send("GET", container + "?restype=container&comp=list"));
        assertTrue(
                blobs.contains(
                        "<LeaseStatus>locked</LeaseStatus><LeaseState>leased</LeaseState>"
                                + "<LeaseDuration>infinite</LeaseDuration>"),
                blobs);
        String containers = World.text(world.send("GET", "/?comp=list"));
        assertTrue(containers.contains("<LeaseDuration>fixed</LeaseDuration>"), containers);
    }

    @Test
    void malformedLeasesAreRefused() {
        String place = place(true);
        for (List<String> headers :
                List.of(
                        List.of("duration: 20"),
                        List.of("action: seize"),
                        List.of("action: acquire"),
                        List.of("action: acquire", "duration: 14"),
                        List.of("action: acquire", "duration: 61"),
                        List.of("action: acquire", "duration: -2"),
                        List.of("action: acquire", "duration: x"),
                        List.of("action: acquire", "duration: 20", "proposed: x"),
                        List.of("action: acquire", "duration: 20", "break: 1"),
                        List.of("action: renew"),
                        List.of("action: renew", "id: x"),
                        List.of("action: renew", "id: " + A, "duration: 20"),
                        List.of("action: change", "id: " + A),
                        List.of("action: release"),
                        List.of("action: break", "break: 61"),
                        List.of("action: break", "break: -1"))) {
            Step step = Step.lease("", headers.toArray(String[]::new));
            assertEquals(400, world.send(request(place, true, step)).status(), headers.toString());
        }
        assertEquals("available, unlocked", state(place, true));
        FakeRequest list = world.request("GET", "/?comp=list").with("x-ms-lease-id", A);
        assertEquals("400 UnsupportedHeader", World.outcome(world.send(list)));
    }
}
