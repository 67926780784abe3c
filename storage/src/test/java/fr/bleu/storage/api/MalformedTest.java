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

/** What is wrong with a request is told in Azure's own codes, and changes nothing. */
class MalformedTest {
    private World world;

    @BeforeEach
    void open() {
        world = new World();
        world.send("PUT", "/con?restype=container");
        world.put("/con/b", new byte[100]);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String get(String target) {
        return World.outcome(world.send("GET", target));
    }

    private FakeRequest put(String target) {
        return world.request("PUT", target).with("x-ms-blob-type", "BlockBlob");
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
            "<!DOCTYPE BlockList [<!ENTITY a \"AAAA\">]><BlockList><Latest>&a;</Latest></BlockList>",
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
        assertEquals("201", outcome(world.request("PUT", target + "&blockid=" + longest).body("x")));
        assertEquals(
                invalid, outcome(world.request("PUT", target + "&blockid=" + tooLong).body("x")));
        assertEquals(
                "400 InvalidBlobOrBlock",
                outcome(world.request("PUT", target + "&blockid=AAAA").body("x")));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(world.request("PUT", target + "&blockid=" + longest).body("")));
        assertEquals(
                "400 InvalidBlockList", list("<BlockList><Latest>A</Latest></BlockList>"));
        assertEquals(
                "400 InvalidBlockList", list("<BlockList><Latest></Latest></BlockList>"));
        assertEquals(
                "400 InvalidBlockList", list("<BlockList><Committed>AAAA</Committed></BlockList>"));
        assertEquals(
                "400 InvalidQueryParameterValue",
                get("/con/blocks?comp=blocklist&blocklisttype=some"));
    }

    @Test
    void versionsAreChecked() {
        String[][] versions = {
            {"2015-02-21", "200"},
            {"2026-04-06", "200"},
            {"2015-02-20", "400 InvalidHeaderValue"},
            {"2009-09-19", "400 InvalidHeaderValue"},
            {"2024-13-01", "400 InvalidHeaderValue"},
            {"2024-11-04x", "400 InvalidHeaderValue"},
            {"newest", "400 InvalidHeaderValue"},
            {"", "400 InvalidHeaderValue"}
        };
        for (String[] version : versions) {
            FakeRequest request =
                    new FakeRequest(fr.bleu.http.Site.BLOB, "GET", "/con/b")
                            .label("acct")
                            .with("authorization", "Bearer owner")
                            .with("x-ms-version", version[0]);
            assertEquals(version[1], outcome(request), version[0]);
        }
        FakeRequest without =
                new FakeRequest(fr.bleu.http.Site.BLOB, "GET", "/con/b")
                        .label("acct")
                        .with("authorization", "Bearer owner");
        assertEquals("400 MissingRequiredHeader", outcome(without));
    }

    @Test
    void checksumsAreChecked() {
        String[][] headers = {
            {"content-md5", base64(15), "400 InvalidMd5"},
            {"content-md5", "***", "400 InvalidMd5"},
            {"content-md5", base64(16), "400 Md5Mismatch"},
            {"x-ms-blob-content-md5", base64(16), "400 Md5Mismatch"},
            {"x-ms-blob-content-md5", base64(3), "400 InvalidMd5"},
            {"x-ms-content-crc64", base64(7), "400 InvalidCrc64"},
            {"x-ms-content-crc64", "***", "400 InvalidCrc64"},
            {"x-ms-content-crc64", base64(8), "400 Crc64Mismatch"}
        };
        for (String[] header : headers) {
            for (int size : new int[] {10, 20_000}) {
                FakeRequest blob = put("/con/sum").with(header[0], header[1]);
                assertEquals(header[2], outcome(blob.body(new byte[size])), header[0]);
            }
            if (!header[0].startsWith("x-ms-blob")) {
                FakeRequest block =
                        world.request("PUT", "/con/sum?comp=block&blockid=AAAA")
                                .with(header[0], header[1]);
                assertEquals(header[2], outcome(block.body(new byte[10])), header[0]);
                FakeRequest list =
                        world.request("PUT", "/con/sum?comp=blocklist").with(header[0], header[1]);
                assertEquals(header[2], outcome(list.body("<BlockList/>")), header[0]);
            }
        }
        FakeRequest both =
                put("/con/sum").with("content-md5", base64(16)).with("x-ms-content-crc64", base64(8));
        assertEquals("400 InvalidHeaderValue", outcome(both.body("x")));
        assertEquals("404 BlobNotFound", get("/con/sum"));
        assertEquals("404 BlobNotFound", get("/con/sum?comp=blocklist&blocklisttype=all"));
    }

    private static String base64(int size) {
        return Base64.getEncoder().encodeToString(new byte[size]);
    }

    @Test
    void rangesAreChecked() {
        String[][] ranges = {
            {"bytes=0-", "206"},
            {"bytes=0-0", "206"},
            {"bytes=99-1000000000000", "206"},
            {"bytes=100-", "416 InvalidRange"},
            {"bytes=100-200", "416 InvalidRange"},
            {"bytes=999999999999999999-", "416 InvalidRange"},
            {"bytes=5-4", "400 InvalidHeaderValue"},
            {"bytes=-5", "400 InvalidHeaderValue"},
            {"bytes=0-1,3-4", "400 InvalidHeaderValue"},
            {"bytes=a-b", "400 InvalidHeaderValue"},
            {"bytes=0x1-2", "400 InvalidHeaderValue"},
            {"bytes=\u0661-\u0662", "400 InvalidHeaderValue"},
            {"bytes=9999999999999999999-", "400 InvalidHeaderValue"},
            {"items=0-1", "400 InvalidHeaderValue"},
            {"0-1", "400 InvalidHeaderValue"},
            {"", "400 InvalidHeaderValue"}
        };
        for (String[] range : ranges) {
            for (String header : new String[] {"range", "x-ms-range"}) {
                assertEquals(
                        range[1],
                        outcome(world.request("GET", "/con/b").with(header, range[0])),
                        range[0]);
            }
        }
        world.put("/con/empty", new byte[0]);
        assertEquals(
                "416 InvalidRange",
                outcome(world.request("GET", "/con/empty").with("x-ms-range", "bytes=0-33554431")));
        String[][] checks = {
            {"bytes=0-9", "true", "206"},
            {"bytes=0-4194303", "true", "206"},
            {"bytes=0-4194304", "true", "400 OutOfRangeInput"},
            {"bytes=0-9", "maybe", "400 InvalidHeaderValue"}
        };
        for (String[] check : checks) {
            for (String sum : new String[] {"md5", "crc64"}) {
                FakeRequest request =
                        world.request("GET", "/con/b")
                                .with("range", check[0])
                                .with("x-ms-range-get-content-" + sum, check[1]);
                assertEquals(check[2], outcome(request), check[0]);
            }
        }
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(
                        world.request("GET", "/con/b")
                                .with("x-ms-range-get-content-md5", "true")));
    }

    @Test
    void metadataIsChecked() {
        String[][] metadata = {
            {"a", "x".repeat(8_191), "201"},
            {"a", "x".repeat(8_192), "400 MetadataTooLarge"},
            {"", "x", "400 EmptyMetadataKey"},
            {"9a", "x", "400 InvalidMetadata"},
            {"a-b", "x", "400 InvalidMetadata"},
            {"a b", "x", "400 InvalidMetadata"},
            {"a.b", "x", "400 InvalidMetadata"},
            {"a", "line\nfeed", "400 InvalidMetadata"},
            {"a", "nul\u0000", "400 InvalidMetadata"},
            {"_a9", "", "201"}
        };
        for (String[] each : metadata) {
            String expected = each[2];
            String header = "x-ms-meta-" + each[0];
            assertEquals(expected, outcome(put("/con/m").with(header, each[1]).body("x")), each[0]);
            assertEquals(
                    expected.replace("201", "200"),
                    outcome(
                            world.request("PUT", "/con/b?comp=metadata")
                                    .with(header, each[1])
                                    .body("")));
        }
        FakeRequest many = put("/con/m").body("x");
        for (int i = 0; i < 1_200; i++) {
            many.with("x-ms-meta-name" + i, "x");
        }
        assertEquals("400 MetadataTooLarge", outcome(many));
        FakeRequest twice = put("/con/m").with("x-ms-meta-a", "1").with("X-Ms-Meta-A", "2");
        assertEquals("400 InvalidMetadata", outcome(twice.body("x")));
        assertEquals(
                "400 InvalidMetadata",
                outcome(
                        world.request("PUT", "/new?restype=container")
                                .with("x-ms-meta-9", "x")
                                .body("")));
    }

    /** Dots are a name's own; a slash in a container's place names no container. */
    @Test
    void pathsTraverseNothing() {
        world.send("PUT", "/other?restype=container");
        world.put("/other/secret", new byte[] {9});
        String[] paths = {
            "/con/../other/secret",
            "/con/%2e%2e/other/secret",
            "/con/..%2Fother%2Fsecret",
            "/con/%2E%2E%2Fother/secret",
            "/con/./../../other/secret",
            "/con//../other/secret"
        };
        for (String path : paths) {
            assertEquals("404 BlobNotFound", get(path), path);
        }
        String[] containers = {
            "/con%2F..%2Fother/secret", "/..%2Fother/secret", "/%2e%2e/secret", "/CON/b", "/c_n/b"
        };
        for (String path : containers) {
            String outcome = get(path);
            assertTrue(
                    outcome.equals("400 InvalidResourceName")
                            || outcome.equals("400 OutOfRangeInput"),
                    path + ": " + outcome);
        }
        assertEquals("201", World.outcome(world.put("/con/" + "n".repeat(1_024), new byte[1])));
        assertEquals(
                "400 OutOfRangeInput",
                World.outcome(world.put("/con/" + "n".repeat(1_025), new byte[1])));
        assertEquals("400 OutOfRangeInput", get("/" + "c".repeat(64) + "/b"));
    }

    @Test
    void listParametersAreChecked() {
        String list = "/con?restype=container&comp=list";
        String invalid = "400 InvalidQueryParameterValue";
        assertEquals("400 OutOfRangeQueryParameterValue", get(list + "&maxresults=0"));
        assertEquals("400 OutOfRangeQueryParameterValue", get(list + "&maxresults=-1"));
        assertEquals(invalid, get(list + "&maxresults=many"));
        assertEquals(invalid, get(list + "&maxresults=99999999999"));
        assertEquals("200", get(list + "&maxresults=2147483647"));
        assertEquals(invalid, get(list + "&marker=mine"));
        assertEquals(invalid, get(list + "&marker=1%21%2A"));
        assertEquals(invalid, get(list + "&marker=1%21gICA"));
        assertEquals(invalid, get(list + "&marker=1%21" + "A".repeat(4_300)));
        assertEquals(invalid, get(list + "&include=everything"));
        assertEquals(invalid, get(list + "&prefix=" + "p".repeat(2_049)));
        assertEquals(invalid, get(list + "&timeout=soon"));
        assertEquals("200", get(list + "&timeout=31536001"));
        assertEquals(invalid, get("/con?restype=container&comp=unheard"));
        assertEquals(invalid, get("/con?restype=container&restype=container&comp=list"));
        assertEquals("404 ContainerNotFound", get("/none?restype=container&comp=list"));
    }

    @Test
    void bodiesAreMeasured() {
        assertEquals("411 MissingContentLengthHeader", outcome(put("/con/x")));
        assertEquals(
                "411 MissingContentLengthHeader",
                outcome(world.request("PUT", "/con/x?comp=block&blockid=AAAA")));
        assertEquals(
                "400 MissingRequiredHeader", outcome(world.request("PUT", "/con/x").body("x")));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(world.request("PUT", "/con/x").with("x-ms-blob-type", "Blob").body("x")));
    }
}
