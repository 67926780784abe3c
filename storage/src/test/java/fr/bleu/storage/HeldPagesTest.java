package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.FakeRequest;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages and appended blocks are written in place: what holds a blob holds them, too. */
class HeldPagesTest {
    private static final byte[] PAGE = new byte[512];

    static {
        Arrays.fill(PAGE, (byte) 7);
    }

    /** What holds the blobs. */
    enum Hold {
        LEGAL_HOLD("409 BlobImmutableDueToLegalHold"),
        POLICY("409 BlobImmutableDueToPolicy");

        private final String refused;

        Hold(String refused) {
            this.refused = refused;
        }
    }

    private World world;
    private String container;

    @BeforeEach
    void open() {
        world = new World();
        container = new HeldPlaces(world).versioned();
        create("disk", Map.of("x-ms-blob-type", "PageBlob", "x-ms-blob-content-length", "1024"));
        assertEquals("201", page("update", PAGE));
        create("log", Map.of("x-ms-blob-type", "AppendBlob"));
        assertEquals("201", append());
    }

    @AfterEach
    void close() {
        world.close();
    }

    private FakeRequest request(String method, String blob, String query) {
        return world.request(method, "/" + container + "/" + blob + query);
    }

    private String send(String method, String blob, String query, Map<String, String> headers) {
        FakeRequest request = request(method, blob, query);
        headers.forEach(request::with);
        return World.outcome(world.send(request.body("")));
    }

    private void create(String blob, Map<String, String> headers) {
        assertEquals("201", send("PUT", blob, "", headers));
    }

    private String page(String write, byte[] body) {
        FakeRequest request =
                request("PUT", "disk", "?comp=page")
                        .with("x-ms-page-write", write)
                        .with("x-ms-range", "bytes=0-511");
        return World.outcome(world.send(body.length == 0 ? request : request.body(body)));
    }

    private String append() {
        return World.outcome(world.send(request("PUT", "log", "?comp=appendblock").body("x")));
    }

    private void hold(Hold hold, String blob) {
        String outcome =
                switch (hold) {
                    case LEGAL_HOLD ->
                            send("PUT", blob, "?comp=legalhold", Map.of("x-ms-legal-hold", "true"));
                    case POLICY ->
                            send(
                                    "PUT",
                                    blob,
                                    "?comp=immutabilityPolicies",
                                    Map.of(
                                            "x-ms-immutability-policy-until-date",
                                            HeldPlaces.UNTIL));
                };
        assertEquals("200", outcome);
    }

    @ParameterizedTest
    @EnumSource
    void noPageAndNoBlockChanges(Hold hold) {
        hold(hold, "disk");
        hold(hold, "log");
        assertEquals(hold.refused, page("update", new byte[512]));
        assertEquals(hold.refused, page("clear", new byte[0]));
        assertEquals(
                hold.refused,
                send("PUT", "disk", "?comp=properties", Map.of("x-ms-blob-content-length", "512")));
        assertEquals(hold.refused, append());
        byte[] shown = World.bytes(world.send(request("GET", "disk", "")));
        assertArrayEquals(PAGE, Arrays.copyOf(shown, PAGE.length));
        assertEquals(1, World.bytes(world.send(request("GET", "log", ""))).length);
    }

    /** That the test can fail, and that what holds them can itself be changed. */
    @Test
    void onceItIsLetGoPagesChange() {
        hold(Hold.LEGAL_HOLD, "disk");
        assertEquals(
                "200", send("PUT", "disk", "?comp=legalhold", Map.of("x-ms-legal-hold", "false")));
        assertEquals("201", page("update", new byte[512]));
    }
}
