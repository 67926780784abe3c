package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.storage.Golden;
import fr.bleu.storage.Stamp;
import fr.bleu.storage.World;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every operation with every conditional header, on a container or blob that is there and on one
 * that is not, held to a reviewed table.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/specifying-conditional-headers-for-blob-service-operations">Specifying
 *     conditional headers</a>
 */
class ConditionsTest {
    private static final String ANOTHER = "\"0x8D0000000000001\"";

    /** What a target's place holders stand for. */
    private record Place(String container, String blob, String etag) {}

    private record Operation(String name, String method, String target) {
        boolean ofBlob() {
            return target.contains("{b}");
        }
    }

    /** Header lines; {@code ETAG}, {@code BEFORE} and {@code AFTER} are filled in. */
    private record Condition(String... lines) {
        @Override
        public String toString() {
            return String.join(" + ", lines);
        }
    }

    private static final List<Operation> OPERATIONS =
            List.of(
                    new Operation("List Containers", "GET", "/?comp=list"),
                    new Operation("Create Container", "PUT", "/{c}?restype=container"),
                    new Operation("Get Container Properties", "HEAD", "/{c}?restype=container"),
                    new Operation(
                            "Get Container Metadata", "GET", "/{c}?restype=container&comp=metadata"),
                    new Operation(
                            "Set Container Metadata", "PUT", "/{c}?restype=container&comp=metadata"),
                    new Operation("Delete Container", "DELETE", "/{c}?restype=container"),
                    new Operation("List Blobs", "GET", "/{c}?restype=container&comp=list"),
                    new Operation("Put Blob", "PUT", "/{c}/{b}"),
                    new Operation("Get Blob", "GET", "/{c}/{b}"),
                    new Operation("Get Blob Properties", "HEAD", "/{c}/{b}"),
                    new Operation("Get Blob Metadata", "GET", "/{c}/{b}?comp=metadata"),
                    new Operation("Set Blob Properties", "PUT", "/{c}/{b}?comp=properties"),
                    new Operation("Set Blob Metadata", "PUT", "/{c}/{b}?comp=metadata"),
                    new Operation("Put Block", "PUT", "/{c}/{b}?comp=block&blockid=AAAA"),
                    new Operation("Put Block List", "PUT", "/{c}/{b}?comp=blocklist"),
                    new Operation("Get Block List", "GET", "/{c}/{b}?comp=blocklist"),
                    new Operation("Delete Blob", "DELETE", "/{c}/{b}"));

    private static final List<Condition> CONDITIONS =
            List.of(
                    new Condition("If-Match: ETAG"),
                    new Condition("If-Match: *"),
                    new Condition("If-Match: another"),
                    new Condition("If-None-Match: ETAG"),
                    new Condition("If-None-Match: *"),
                    new Condition("If-None-Match: another"),
                    new Condition("If-Modified-Since: BEFORE"),
                    new Condition("If-Modified-Since: AFTER"),
                    new Condition("If-Unmodified-Since: BEFORE"),
                    new Condition("If-Unmodified-Since: AFTER"),
                    new Condition("If-Match: ETAG", "If-Unmodified-Since: BEFORE"),
                    new Condition("If-None-Match: another", "If-Modified-Since: AFTER"),
                    new Condition("If-None-Match: ETAG", "If-Modified-Since: BEFORE"),
                    new Condition("If-Match: ETAG", "If-None-Match: another"),
                    new Condition("If-Match: another, ETAG"),
                    new Condition("If-None-Match: another, ETAG"));

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
    void everyOperationWithEveryCondition() {
        StringBuilder found = new StringBuilder("condition / if it is there / if it is absent\n");
        for (Operation operation : OPERATIONS) {
            found.append('\n').append(operation.name()).append('\n');
            Map<Condition, String> outcomes = new LinkedHashMap<>();
            for (Condition condition : CONDITIONS) {
                outcomes.put(condition, outcomes(operation, condition));
            }
            if (Set.copyOf(outcomes.values()).size() == 1) {
                found.append(line("every one", outcomes.get(CONDITIONS.getFirst())));
            } else {
                outcomes.forEach(
                        (condition, outcome) -> found.append(line(condition.toString(), outcome)));
            }
        }
        assertEquals(Golden.read("conditions.txt", found.toString()), found.toString());
    }

    private static String line(String condition, String outcomes) {
        return String.format("  %-50s %s%n", condition, outcomes);
    }

    private String outcomes(Operation operation, Condition condition) {
        return String.format(
                "%-40s %s",
                outcome(operation, condition, true), outcome(operation, condition, false));
    }

    private String outcome(Operation operation, Condition condition, boolean there) {
        Place place = place(operation, there);
        FakeRequest request =
                world.request(
                        operation.method(),
                        operation
                                .target()
                                .replace("{c}", place.container())
                                .replace("{b}", place.blob()));
        for (String line : condition.lines()) {
            String[] header = line.split(": ", 2);
            request.with(header[0], filledIn(header[1], place));
        }
        Answer answer = world.send(withBody(request, operation));
        return World.outcome(answer);
    }

    private String filledIn(String value, Place place) {
        return value.replace("another", ANOTHER)
                .replace("ETAG", place.etag())
                .replace("BEFORE", date(Duration.ofHours(-1)))
                .replace("AFTER", date(Duration.ofHours(1)));
    }

    private String date(Duration from) {
        return Stamp.httpDate(world.clock.instant().plus(from));
    }

    /** A place of its own for each case, so that none sees what another did. */
    private Place place(Operation operation, boolean there) {
        String container = "con" + places++;
        String etag = ANOTHER.replace('1', '2');
        if (there || operation.ofBlob()) {
            Answer made = world.send("PUT", "/" + container + "?restype=container");
            etag = World.header(made, "ETag");
        }
        if (there && operation.ofBlob()) {
            etag = World.header(world.put("/" + container + "/b", new byte[] {1}), "ETag");
        }
        return new Place(container, "b", etag);
    }

    private static FakeRequest withBody(FakeRequest request, Operation operation) {
        if (operation.name().equals("Put Block List")) {
            return request.body("<BlockList />");
        }
        if (operation.name().equals("Put Blob")) {
            request.with("x-ms-blob-type", "BlockBlob");
        }
        return request.body(List.of("Put Blob", "Put Block").contains(operation.name()) ? "content" : "");
    }
}
