package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.FakeRequest;
import fr.bleu.storage.World;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Block lists and block ids that are malformed, too long or hostile. */
class MalformedBlocksTest {
    private World world;

    @BeforeEach
    void open() {
        world = new World();
        world.send("PUT", "/con?restype=container");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String get(String target) {
        return World.outcome(world.send("GET", target));
    }

    private String outcome(FakeRequest request) {
        return World.outcome(world.send(request));
    }

    private String list(String xml) {
        return outcome(world.request("PUT", "/con/listed?comp=blocklist").body(xml));
    }

    @Test
    void malformedXmlIsInvalidXmlDocument() {
        String[] documents = {
            "",
            " ",
            "not xml",
            "<BlockList>",
            "<BlockList></Blocklist>",
            "<BlockList/><BlockList/>",
            "<blocklist/>",
            "<Other/>",
            "<BlockList><Newest>AAAA</Newest></BlockList>",
            "<BlockList><Latest>AAAA</Latest>&unknown;</BlockList>",
            "<BlockList>\u0001</BlockList>",
            "<?xml version=\"9.9\"?><BlockList/>",
            "<!DOCTYPE BlockList><BlockList/>",
            "<!DOCTYPE BlockList [<!ENTITY a"
                    + " \"AAAA\">]><BlockList><Latest>&a;</Latest></BlockList>",
            "<!DOCTYPE BlockList SYSTEM \"file:///etc/hostname\"><BlockList/>",
            "<!DOCTYPE BlockList [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>"
                    + "<BlockList><Latest>&a;</Latest></BlockList>",
            "<BlockList>" + "<a>".repeat(100) + "</a>".repeat(100) + "</BlockList>"
        };
        for (String document : documents) {
            assertEquals("400 InvalidXmlDocument", list(document), document);
        }
        assertEquals("404 BlobNotFound", get("/con/listed"));
    }

    /** A thousand million copies of an entity would be 3 GB. */
    @Test
    void entitiesAreNeverExpanded() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE lolz [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            laughs.append("<!ENTITY l" + i + " \"" + ("&l" + (i - 1) + ";").repeat(10) + "\">");
        }
        laughs.append("]><BlockList><Latest>&l9;</Latest></BlockList>");
        assertEquals("400 InvalidXmlDocument", list(laughs.toString()));
    }

    /** Whatever is altered in a list, the answer is a refusal of Azure's or it was harmless. */
    @Test
    void anAlteredListIsNeverAnError() {
        world.send(world.request("PUT", "/con/listed?comp=block&blockid=AAAA").body("x"));
        byte[] whole =
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList><Latest>AAAA</Latest></BlockList>"
                        .getBytes(StandardCharsets.US_ASCII);
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            byte[] altered = whole.clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            }
            String outcome =
                    outcome(world.request("PUT", "/con/listed?comp=blocklist").body(altered));
            assertTrue(
                    outcome.equals("400 InvalidXmlDocument")
                            || outcome.equals("400 InvalidBlockList")
                            || outcome.equals("201"),
                    () -> outcome + " for " + new String(altered, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void listsAreBounded() {
        world.send(world.request("PUT", "/con/listed?comp=block&blockid=AAAA").body("x"));
        String latest = "<Latest>AAAA</Latest>";
        String most = "<BlockList>" + latest.repeat(50_000) + "</BlockList>";
        assertEquals("201", list(most));
        assertEquals("50000", length("/con/listed"));
        assertEquals(
                "400 BlockListTooLong",
                list("<BlockList>" + latest.repeat(50_001) + "</BlockList>"));
        assertEquals(
                "400 InvalidXmlDocument",
                list("<BlockList>" + latest.repeat(100_000) + "</BlockList>"));
        assertEquals("413 RequestBodyTooLarge", list(" ".repeat((8 << 20) + 1)));
        assertEquals("50000", length("/con/listed"));
    }

    private String length(String blob) {
        return Integer.toString(World.bytes(world.send("GET", blob)).length);
    }

    @Test
    void blockIdsAreChecked() {
        String target = "/con/blocks?comp=block";
        String invalid = "400 InvalidQueryParameterValue";
        assertEquals(
                "400 MissingRequiredQueryParameter",
                outcome(world.request("PUT", target).body("x")));
        assertEquals(invalid, outcome(world.request("PUT", target + "&blockid=").body("x")));
        assertEquals(invalid, outcome(world.request("PUT", target + "&blockid=A").body("x")));
        assertEquals(invalid, outcome(world.request("PUT", target + "&blockid=%C3%A9").body("x")));
        String longest = Base64.getUrlEncoder().encodeToString(new byte[64]).replace("=", "%3D");
        String tooLong = Base64.getUrlEncoder().encodeToString(new byte[65]).replace("=", "%3D");
        assertEquals(
                "201", outcome(world.request("PUT", target + "&blockid=" + longest).body("x")));
        assertEquals(
                invalid, outcome(world.request("PUT", target + "&blockid=" + tooLong).body("x")));
        assertEquals(
                "400 InvalidBlobOrBlock",
                outcome(world.request("PUT", target + "&blockid=AAAA").body("x")));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(world.request("PUT", target + "&blockid=" + longest).body("")));
        assertEquals("400 InvalidBlockList", list("<BlockList><Latest>A</Latest></BlockList>"));
        assertEquals("400 InvalidBlockList", list("<BlockList><Latest></Latest></BlockList>"));
        assertEquals(
                "400 InvalidBlockList", list("<BlockList><Committed>AAAA</Committed></BlockList>"));
        assertEquals(
                "400 InvalidQueryParameterValue",
                get("/con/blocks?comp=blocklist&blocklisttype=some"));
    }
}
