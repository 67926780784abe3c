package fr.bleu.storage.api;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Percent;
import fr.bleu.storage.World;
import fr.bleu.trust.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Index tags: set, got, shown, conditions, and found through the index. */
class TagTest {
    private static final Pattern FOUND =
            Pattern.compile("<Name>([^<]*)</Name><ContainerName>([^<]*)</ContainerName>");
    private static final Pattern NEXT = Pattern.compile("<NextMarker>([^<]+)</NextMarker>");

    private World world;

    @BeforeEach
    void open() {
        world = new World();
        world.grant(world.owner, "Storage Blob Data Owner", Scope.of(""));
        for (String container : List.of("con", "two")) {
            world.send("PUT", "/" + container + "?restype=container");
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    private FakeRequest upload(String target, String tags) {
        return world.request("PUT", target)
                .with("x-ms-blob-type", "BlockBlob")
                .with("x-ms-tags", tags)
                .body("content");
    }

    private Answer set(String target, String... tags) {
        StringBuilder xml = new StringBuilder("<Tags><TagSet>");
        for (String tag : tags) {
            String[] pair = tag.split("=", 2);
            xml.append("<Tag><Key>").append(pair[0]).append("</Key><Value>");
            xml.append(pair[1]).append("</Value></Tag>");
        }
        return world.send(
                world.request("PUT", target + "?comp=tags").body(xml + "</TagSet></Tags>"));
    }

    private String tags(String target) {
        String xml = World.text(world.send("GET", target + "?comp=tags"));
        List<String> pairs = new ArrayList<>();
        Matcher tag =
                Pattern.compile("<Key>([^<]*)</Key>(?:<Value>([^<]*)</Value>|<Value />)")
                        .matcher(xml);
        while (tag.find()) {
            pairs.add(tag.group(1) + "=" + (tag.group(2) == null ? "" : tag.group(2)));
        }
        return String.join("&", pairs);
    }

    private List<String> find(String where) {
        return find("/?comp=blobs", where, 1_000);
    }

    /** All pages, as {@code container/blob} in the order of the names. */
    private List<String> find(String target, String where, int limit) {
        List<String> found = new ArrayList<>();
        String marker = "";
        do {
            String page = target + "&where=" + Percent.encode(where) + "&maxresults=" + limit;
            Answer answer = world.send("GET", page + "&marker=" + marker);
            assertEquals(200, answer.status(), World.text(answer));
            String xml = World.text(answer);
            Matcher blob = FOUND.matcher(xml);
            int before = found.size();
            while (blob.find()) {
                found.add(blob.group(2) + "/" + blob.group(1));
            }
            assertTrue(found.size() - before <= limit);
            Matcher next = NEXT.matcher(xml);
            marker = next.find() ? next.group(1) : "";
        } while (!marker.isEmpty());
        return found.stream().sorted().toList();
    }

    @Test
    void tagsAreReplacedWithoutTouchingTheBlob() {
        Answer put = world.send(upload("/con/b", "Project=Contoso&_x=a%20b+%2Bc&empty="));
        assertEquals(201, put.status());
        assertEquals("Project=Contoso&_x=a b +c&empty=", tags("/con/b"));
        world.clock.advance(Duration.ofSeconds(9));
        Answer set = set("/con/b", "only=this");
        assertEquals("204", outcome(set));
        assertEquals("", header(set, "ETag"));
        assertEquals("only=this", tags("/con/b"));
        Answer head = world.send("HEAD", "/con/b");
        assertEquals(header(put, "ETag"), header(head, "ETag"));
        assertEquals("1", header(head, "x-ms-tag-count"));
        assertEquals("204", outcome(set("/con/b")));
        assertEquals("", tags("/con/b"));
        assertEquals("", header(world.send("HEAD", "/con/b"), "x-ms-tag-count"));
    }

    @Test
    void tagsComeWithABlockListAndGoWithTheContentThatHasNone() {
        world.send(world.request("PUT", "/con/b?comp=block&blockid=AAAA").body("block"));
        FakeRequest list =
                world.request("PUT", "/con/b?comp=blocklist")
                        .with("x-ms-tags", "a=1")
                        .body("<BlockList><Latest>AAAA</Latest></BlockList>");
        assertEquals("201", outcome(world.send(list)));
        assertEquals(List.of("con/b"), find("a = '1'"));
        world.put("/con/b", new byte[] {1});
        assertEquals("", tags("/con/b"));
        assertEquals(List.of(), find("a = '1'"));
    }

    @Test
    void metadataAndPropertiesKeepTags() {
        world.send(upload("/con/b", "a=1"));
        world.send(world.request("PUT", "/con/b?comp=metadata").with("x-ms-meta-m", "v"));
        world.send("PUT", "/con/b?comp=properties");
        assertEquals("a=1", tags("/con/b"));
        assertEquals(List.of("con/b"), find("a = '1'"));
    }

    @Test
    void listsCountTagsAndShowThemWhenAsked() {
        world.send(upload("/con/b", "a=1&b=2"));
        String list = "/con?restype=container&comp=list";
        String plain = World.text(world.send("GET", list));
        assertTrue(plain.contains("<TagCount>2</TagCount>"), plain);
        assertTrue(!plain.contains("<Tags>"), plain);
        String shown = World.text(world.send("GET", list + "&include=tags"));
        assertTrue(
                shown.contains(
                        "<Tags><TagSet><Tag><Key>a</Key><Value>1</Value></Tag>"
                                + "<Tag><Key>b</Key><Value>2</Value></Tag></TagSet></Tags>"),
                shown);
    }

    @Test
    void conditionsOnTagsHoldForReadsAndWrites() {
        world.send(upload("/con/b", "a=1"));
        for (String[] line :
                new String[][] {
                    {"GET", "/con/b", "200"},
                    {"HEAD", "/con/b", "200"},
                    {"GET", "/con/b?comp=tags", "200"},
                    {"PUT", "/con/b?comp=metadata", "200"},
                    {"PUT", "/con/b?comp=tier", "200"},
                    {"DELETE", "/con/b", "202"},
                }) {
            for (String where : List.of("a = '2'", "a > '1' OR b = '1'")) {
                assertEquals(
                        "412 ConditionNotMet",
                        outcome(world.send(conditional(line, where))),
                        line[1]);
            }
            assertEquals(line[2], outcome(world.send(conditional(line, "a <> '2'"))), line[1]);
        }
        FakeRequest create = upload("/con/new", "a=1").with("x-ms-if-tags", "a = '1'");
        assertEquals("412 ConditionNotMet", outcome(world.send(create)));
        assertEquals(
                "400 ConditionHeadersNotSupported",
                outcome(
                        world.send(
                                world.request("DELETE", "/con?restype=container")
                                        .with("x-ms-if-tags", "a = '1'"))));
    }

    private FakeRequest conditional(String[] line, String where) {
        FakeRequest request = world.request(line[0], line[1]).with("x-ms-if-tags", where);
        return line[1].endsWith("tier") ? request.with("x-ms-access-tier", "Cool") : request;
    }

    @Test
    void limitsAreAzures() {
        world.send(upload("/con/b", "a=1"));
        String[] eleven = new String[11];
        for (int i = 0; i < 11; i++) {
            eleven[i] = "t" + i + "=1";
        }
        assertEquals("400 TagsTooLarge", outcome(set("/con/b", eleven)));
        assertEquals("400 TagsTooLarge", outcome(set("/con/b", "k".repeat(129) + "=v")));
        assertEquals("400 TagsTooLarge", outcome(set("/con/b", "k=" + "v".repeat(257))));
        assertEquals("400 EmptyTagName", outcome(set("/con/b", "=v")));
        assertEquals("400 InvalidTag", outcome(set("/con/b", "k=a!b")));
        assertEquals("400 InvalidXmlDocument", outcome(set("/con/b", "k=1", "k=2")));
        assertEquals("204", outcome(set("/con/b", "k".repeat(128) + "=" + "v".repeat(256))));
        assertEquals("404 BlobNotFound", outcome(set("/con/none", "k=1")));
        for (String header : List.of("a", "a=%zz", "a=1&a=2")) {
            assertEquals(
                    "400 InvalidHeaderValue",
                    outcome(world.send(upload("/con/c", header))),
                    header);
        }
        assertEquals("400 InvalidTag", outcome(world.send(upload("/con/c", "a=%C3%A9"))));
        assertEquals(
                "400 UnsupportedHeader",
                outcome(
                        world.send(
                                world.request("PUT", "/con/b?comp=metadata")
                                        .with("x-ms-tags", "a=1"))));
        String invalid = "400 InvalidQueryParameterValue";
        for (String where : List.of("a", "a='1' OR b='2'", "@container='con'")) {
            String find = "/?comp=blobs&where=" + Percent.encode(where);
            assertEquals(invalid, outcome(world.send("GET", find)), where);
        }
        String query = "/?comp=blobs&where=a%3D%271%27";
        assertEquals(invalid, outcome(world.send("GET", query + "&marker=x")));
        assertEquals(
                "400 MissingRequiredQueryParameter", outcome(world.send("GET", "/?comp=blobs")));
        assertEquals(
                "404 ContainerNotFound",
                outcome(world.send("GET", "/none?restype=container&comp=blobs&where=a%3D%271%27")));
    }

    @Test
    void tagsNeedLeaveOfTheirOwn() {
        world.grant(world.principal("writer"), "Storage Blob Data Contributor", Scope.of(""));
        world.send(upload("/con/b", "a=1"));
        String denied = "403 AuthorizationPermissionMismatch";
        for (FakeRequest request :
                List.of(
                        writer("PUT", "/con/c").with("x-ms-tags", "a=1").body("x"),
                        writer("PUT", "/con/c?comp=blocklist")
                                .with("x-ms-tags", "a=1")
                                .body("<BlockList/>"),
                        writer("GET", "/con/b?comp=tags"),
                        writer("PUT", "/con/b?comp=tags").body("<Tags><TagSet/></Tags>"),
                        writer("GET", "/con?restype=container&comp=list&include=tags"),
                        writer("GET", "/?comp=blobs&where=a%3D%271%27"),
                        writer("GET", "/con?restype=container&comp=blobs&where=a%3D%271%27"))) {
            assertEquals(denied, outcome(world.send(request)), request.rawPath());
        }
        assertEquals("201", outcome(world.send(writer("PUT", "/con/c").body("x"))));
    }

    private FakeRequest writer(String method, String target) {
        return world.anonymous(method, target)
                .with("authorization", "Bearer writer")
                .with("x-ms-blob-type", "BlockBlob");
    }

    @Test
    void deletedContainersAndBlobsAreNotFound() {
        world.send(upload("/con/b", "a=1"));
        world.send(upload("/two/b", "a=1"));
        world.send("DELETE", "/con/b");
        assertEquals(List.of("two/b"), find("a = '1'"));
        world.send("DELETE", "/two?restype=container");
        assertEquals(List.of(), find("a = '1'"));
        world.send("PUT", "/two?restype=container");
        world.put("/two/b", new byte[] {1});
        assertEquals(List.of(), find("a = '1'"));
    }

    /** Random tags beside a model that is a map, searched in every way and page size. */
    @Test
    void whatIsFoundIsWhatAModelFinds() {
        SplittableRandom random = new SplittableRandom(20261125);
        Map<String, Map<String, String>> model = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            String target = (random.nextBoolean() ? "con" : "two") + "/" + random.nextInt(40);
            Map<String, String> tags = new TreeMap<>();
            for (String name : List.of("a", "ab", "b")) {
                if (random.nextInt(3) > 0) {
                    tags.put(name, Integer.toString(random.nextInt(12)));
                }
            }
            String header = tags.toString().replaceAll("[{} ]", "").replace(',', '&');
            if (random.nextInt(5) == 0) {
                world.send("DELETE", "/" + target);
                model.remove(target);
            } else if (model.containsKey(target) && random.nextBoolean()) {
                set("/" + target, header.isEmpty() ? new String[0] : header.split("&"));
                model.put(target, tags);
            } else {
                world.send(upload("/" + target, header));
                model.put(target, tags);
            }
        }
        for (String where :
                List.of(
                        "a = '1'",
                        "a > '1'",
                        "a >= '1' AND a < '2'",
                        "a <= '10'",
                        "ab < '5' AND b = '3'",
                        "a > '3' AND ab > '3' AND b > '3'",
                        "a = '11' AND a = '1'")) {
            List<String> expected =
                    model.entrySet().stream()
                            .filter(it -> holds(where, it.getValue()))
                            .map(Map.Entry::getKey)
                            .toList();
            for (int limit : List.of(1, 3, 1_000)) {
                assertEquals(expected, find("/?comp=blobs", where, limit), where);
            }
            List<String> here = expected.stream().filter(it -> it.startsWith("two/")).toList();
            assertEquals(here, find("/two?restype=container&comp=blobs", where, 2), where);
            assertEquals(here, find("@container = 'two' AND " + where), where);
        }
    }

    private static boolean holds(String where, Map<String, String> tags) {
        for (String one : where.split(" AND ")) {
            String[] part = one.split(" ");
            String value = tags.get(part[0]);
            String wanted = part[2].replace("'", "");
            if (value == null) {
                return false;
            }
            int order = value.compareTo(wanted);
            boolean holds =
                    switch (part[1]) {
                        case "=" -> order == 0;
                        case ">" -> order > 0;
                        case ">=" -> order >= 0;
                        case "<" -> order < 0;
                        default -> order <= 0;
                    };
            if (!holds) {
                return false;
            }
        }
        return true;
    }
}
