package fr.bleu.storage.api;

import static fr.bleu.storage.World.bytes;
import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import fr.bleu.storage.World;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operations over the wire's types, on a whole platform in memory. */
class BlobApiTest {
    private World world;

    @BeforeEach
    void open() {
        world = new World();
        assertEquals("201", outcome(world.send("PUT", "/con?restype=container")));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void smallAndLargeBlobsComeBackWhole() {
        for (int size : new int[] {0, 1, 16_384, 16_385, 300_000, 1_500_000}) {
            byte[] body = random(size);
            Answer put = world.put("/con/b" + size, body);
            assertEquals("201", outcome(put), "size " + size);
            assertTrue(header(put, "bleu-receipt").contains("change="));
            Answer get = world.send("GET", "/con/b" + size);
            assertEquals(200, get.status());
            assertArrayEquals(body, bytes(get));
            assertEquals(header(put, "Content-MD5"), header(get, "Content-MD5"));
            assertEquals(header(put, "ETag"), header(get, "ETag"));
        }
    }

    @Test
    void rangesAreCutAsAskedAndRefusedBeyondTheEnd() {
        byte[] body = random(100_000);
        world.put("/con/b", body);
        Answer part =
                world.send(world.request("GET", "/con/b").with("x-ms-range", "bytes=70000-200000"));
        assertEquals(206, part.status());
        assertEquals("bytes 70000-99999/100000", header(part, "Content-Range"));
        assertArrayEquals(java.util.Arrays.copyOfRange(body, 70_000, 100_000), bytes(part));
        assertEquals("", header(part, "Content-MD5"));
        Answer past = world.send(world.request("GET", "/con/b").with("range", "bytes=100000-"));
        assertEquals("416 InvalidRange", outcome(past));
        assertEquals("bytes */100000", header(past, "Content-Range"));
        Answer checked =
                world.send(
                        world.request("GET", "/con/b")
                                .with("range", "bytes=0-9")
                                .with("x-ms-range-get-content-md5", "true"));
        assertFalse(header(checked, "Content-MD5").isEmpty());
    }

    /** Else a client that goes on with what was overwritten joins two contents. */
    @Test
    void aRangeThatDependsOnAConditionIsTheWhole() {
        world.put("/con/b", random(10));
        FakeRequest rest = world.request("GET", "/con/b").with("range", "bytes=5-");
        Answer whole = world.send(rest.with("if-range", "\"0x1\""));
        assertEquals(200, whole.status());
        assertEquals(10, bytes(whole).length);
    }

    @Test
    void nobodyHasANameThatIsTooLongForAHost() {
        String missing = "";
        for (String account : List.of("nobody", "a".repeat(8_200))) {
            FakeRequest request =
                    new FakeRequest(Site.BLOB, "GET", "/con/b")
                            .label(account)
                            .baseUrl("https://acct.blob.core.bleu.localhost:8443")
                            .with("authorization", "Bearer owner");
            String outcome = outcome(world.send(request));
            assertEquals(missing.isEmpty() ? outcome : missing, outcome);
            missing = outcome;
        }
    }

    @Test
    void wrongChecksumsAreRefusedAndNothingIsWritten() {
        var md5 =
                world.request("PUT", "/con/b")
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("content-md5", Base64.getEncoder().encodeToString(new byte[16]))
                        .body("hello");
        assertEquals("400 Md5Mismatch", outcome(world.send(md5)));
        var crc =
                world.request("PUT", "/con/b")
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("x-ms-content-crc64", Base64.getEncoder().encodeToString(new byte[8]))
                        .body(random(50_000));
        assertEquals("400 Crc64Mismatch", outcome(world.send(crc)));
        assertEquals("404 BlobNotFound", outcome(world.send("GET", "/con/b")));
    }

    @Test
    void namesAreLiteral() {
        String[] paths = {
            "..",
            "a//b",
            "a/",
            "a.",
            "/",
            "./x",
            "%C3%A9%F0%9F%98%80",
            "x%25y",
            "%2e%2e%2fz",
            "a%20b+c"
        };
        for (String path : paths) {
            assertEquals(
                    "201",
                    outcome(world.put("/con/" + path, path.getBytes(StandardCharsets.UTF_8))),
                    path);
        }
        for (String path : paths) {
            assertEquals(path, text(world.send("GET", "/con/" + path)));
        }
        String list = text(world.send("GET", "/con?restype=container&comp=list"));
        assertTrue(list.contains("<Name>a//b</Name>"));
        assertTrue(list.contains("<Name>../z</Name>"));
        assertTrue(list.contains("<Name>a b+c</Name>"));
    }

    @Test
    void namesThatXmlCannotHoldAreEncoded() {
        world.put("/con/a%EF%BF%BEb", new byte[] {1});
        String list = text(world.send("GET", "/con?restype=container&comp=list"));
        assertTrue(list.contains("<Name Encoded=\"true\">a%EF%BF%BEb</Name>"), list);
    }

    @Test
    void listsPageThroughEverythingOnceAndRollUpAtTheDelimiter() {
        for (int i = 0; i < 7; i++) {
            world.put("/con/a/" + i, new byte[] {1});
            world.put("/con/b" + i, new byte[] {1});
        }
        String query = "/con?restype=container&comp=list&delimiter=%2F&maxresults=3";
        StringBuilder names = new StringBuilder();
        String marker = "";
        int pages = 0;
        do {
            String xml = text(world.send("GET", query + "&marker=" + marker));
            var matcher = java.util.regex.Pattern.compile("<Name>([^<]*)</Name>").matcher(xml);
            while (matcher.find()) {
                names.append(matcher.group(1)).append(' ');
            }
            var next = java.util.regex.Pattern.compile("<NextMarker>([^<]*)<").matcher(xml);
            marker = next.find() ? next.group(1) : "";
            pages++;
        } while (!marker.isEmpty());
        assertEquals("a/ b0 b1 b2 b3 b4 b5 b6 ", names.toString());
        assertEquals(3, pages);
    }

    /** 1,024 characters of three bytes each make the longest marker. */
    @Test
    void theLongestNamesArePagedToo() {
        String longest = "%E2%82%AC".repeat(1_023);
        world.put("/con/" + longest + "a", new byte[] {1});
        world.put("/con/" + longest + "b", new byte[] {1});
        String list = "/con?restype=container&comp=list&maxresults=1";
        String first = text(world.send("GET", list));
        String marker = first.replaceAll("(?s).*<NextMarker>([^<]*)<.*", "$1");
        Answer second = world.send("GET", list + "&marker=" + marker.replace("!", "%21"));
        assertEquals("200", outcome(second));
        assertTrue(text(second).contains("\u20acb</Name>"));
    }

    @Test
    void blocksBecomeABlobInTheOrderOfTheList() {
        byte[] one = random(20_000);
        byte[] two = random(70_000);
        assertEquals("201", outcome(putBlock("AAAA", one)));
        assertEquals("201", outcome(putBlock("BBBB", two)));
        assertEquals("400 InvalidBlobOrBlock", outcome(putBlock("AAAABBBB", one)));
        assertEquals("404 BlobNotFound", outcome(world.send("GET", "/con/b")));
        String uncommitted =
                text(
                        world.send(
                                "GET",
                                "/con?restype=container&comp=list&include=uncommittedblobs"));
        assertTrue(uncommitted.contains("<Name>b</Name>"));
        Answer list = world.send("GET", "/con/b?comp=blocklist&blocklisttype=all");
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList><CommittedBlocks />"
                        + "<UncommittedBlocks><Block><Name>AAAA</Name><Size>20000</Size></Block>"
                        + "<Block><Name>BBBB</Name><Size>70000</Size></Block></UncommittedBlocks>"
                        + "</BlockList>",
                text(list));
        assertEquals("201", outcome(putList("<Latest>BBBB</Latest><Latest>AAAA</Latest>")));
        byte[] both = new byte[90_000];
        System.arraycopy(two, 0, both, 0, 70_000);
        System.arraycopy(one, 0, both, 70_000, 20_000);
        assertArrayEquals(both, bytes(world.send("GET", "/con/b")));
        Answer part = world.send(world.request("GET", "/con/b").with("range", "bytes=69999-70001"));
        assertArrayEquals(java.util.Arrays.copyOfRange(both, 69_999, 70_002), bytes(part));
        assertEquals(
                "201", outcome(putList("<Committed>AAAA</Committed><Committed>AAAA</Committed>")));
        assertEquals(40_000, bytes(world.send("GET", "/con/b")).length);
        assertEquals("400 InvalidBlockList", outcome(putList("<Latest>BBBB</Latest>")));
        assertEquals("400 InvalidXmlDocument", outcome(putList("<Latest>")));
        assertEquals("201", outcome(putList("")));
        assertEquals(0, bytes(world.send("GET", "/con/b")).length);
    }

    private Answer putBlock(String id, byte[] body) {
        return world.send(world.request("PUT", "/con/b?comp=block&blockid=" + id).body(body));
    }

    private Answer putList(String entries) {
        return world.send(
                world.request("PUT", "/con/b?comp=blocklist")
                        .body("<?xml version=\"1.0\"?><BlockList>" + entries + "</BlockList>"));
    }

    @Test
    void propertiesAndMetadataAreReplacedWhole() {
        world.send(
                world.request("PUT", "/con/b")
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("content-type", "text/plain")
                        .with("x-ms-meta-Color", "red")
                        .body("x"));
        Answer head = world.send("HEAD", "/con/b");
        assertEquals("text/plain", header(head, "Content-Type"));
        assertEquals("red", header(head, "x-ms-meta-color"));
        assertEquals(
                "200",
                outcome(
                        world.send(
                                world.request("PUT", "/con/b?comp=properties")
                                        .with("x-ms-blob-content-language", "fr"))));
        assertEquals(
                "200",
                outcome(
                        world.send(
                                world.request("PUT", "/con/b?comp=metadata")
                                        .with("x-ms-meta-size", "xl"))));
        Answer after = world.send("HEAD", "/con/b");
        assertEquals("fr", header(after, "Content-Language"));
        assertEquals("application/octet-stream", header(after, "Content-Type"));
        assertEquals("", header(after, "x-ms-meta-color"));
        assertEquals("xl", header(after, "x-ms-meta-size"));
        assertEquals("x", text(world.send("GET", "/con/b")));
        assertEquals(
                "400 InvalidMetadata",
                outcome(
                        world.send(
                                world.request("PUT", "/con/b?comp=metadata")
                                        .with("x-ms-meta-9x", "no"))));
    }

    @Test
    void containersMetadataIsReplacedWholeAndContainersAreListedInPages() {
        world.send(world.request("PUT", "/con2?restype=container").with("x-ms-meta-a", "1"));
        var set =
                world.request("PUT", "/con2?restype=container&comp=metadata")
                        .with("x-ms-meta-b", "2");
        Answer changed = world.send(set);
        assertEquals("200", outcome(changed));
        for (String query : new String[] {"restype=container", "restype=container&comp=metadata"}) {
            for (String method : new String[] {"GET", "HEAD"}) {
                Answer shown = world.send(method, "/con2?" + query);
                assertEquals("2", header(shown, "x-ms-meta-b"));
                assertEquals("", header(shown, "x-ms-meta-a"));
                assertEquals(header(changed, "ETag"), header(shown, "ETag"));
            }
        }
        String first = text(world.send("GET", "/?comp=list&maxresults=1"));
        assertTrue(first.contains("<Name>con</Name>") && !first.contains("con2"), first);
        String marker = first.replaceAll("(?s).*<NextMarker>([^<]*)<.*", "$1");
        String second = text(world.send("GET", "/?comp=list&maxresults=1&marker=" + marker));
        assertTrue(second.contains("<Name>con2</Name>"), second);
        assertTrue(second.contains("<NextMarker />"), second);
    }

    @Test
    void aDeletedContainerComesBackEmpty() {
        world.put("/con/b", random(50_000));
        assertEquals("202", outcome(world.send("DELETE", "/con?restype=container")));
        assertEquals("404 ContainerNotFound", outcome(world.send("GET", "/con/b")));
        assertEquals("201", outcome(world.send("PUT", "/con?restype=container")));
        assertEquals("404 BlobNotFound", outcome(world.send("GET", "/con/b")));
        assertEquals(
                "409 ContainerAlreadyExists", outcome(world.send("PUT", "/con?restype=container")));
    }

    @Test
    void whatWouldChangeTheMeaningIsRefused() {
        String[][] headers = {
            {"x-ms-copy-source-tag-option", "https://x/y", "400 UnsupportedHeader"},
            {"x-ms-lease-id", "1", "400 InvalidHeaderValue"},
            {"x-ms-if-tags", "a=b", "400 InvalidHeaderValue"},
            {"x-ms-encryption-key", "k", "400 MissingRequiredHeader"},
            {"x-ms-access-tier", "P10", "400 InvalidHeaderValue"},
            {"x-ms-rehydrate-priority", "High", "400 UnsupportedHeader"},
            {"x-ms-access-tier", "Hot", "201"},
        };
        for (String[] header : headers) {
            var request =
                    world.request("PUT", "/con/h")
                            .with("x-ms-blob-type", "BlockBlob")
                            .with(header[0], header[1])
                            .body("x");
            assertEquals(header[2], outcome(world.send(request)), header[0]);
        }
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(world.send(world.request("PUT", "/con/p").with("x-ms-blob-type", "Blob"))));
        assertEquals(
                "400 UnsupportedQueryParameter",
                outcome(world.send("PUT", "/con/h?comp=metadata&snapshot=2026-11-23T12:00:00Z")));
        assertEquals(
                "409 PublicAccessNotPermitted",
                outcome(
                        world.send(
                                world.request("PUT", "/con2?restype=container")
                                        .with("x-ms-blob-public-access", "blob"))));
        assertEquals("400 OutOfRangeInput", outcome(world.send("PUT", "/ab?restype=container")));
        assertEquals(
                "400 InvalidResourceName", outcome(world.send("PUT", "/a--b?restype=container")));
    }
}
