package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.FakeRequest;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a request is answered under each version of the service, against a reviewed table that names
 * the version in which an answer changes.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/previous-azure-storage-service-versions">Previous
 *     Azure Storage service versions</a>
 */
class ServiceVersionsTest {

    /** Those published, from the oldest that is spoken, and the newest that a client sends. */
    private static final List<String> VERSIONS =
            List.of(
                    "2015-02-21",
                    "2015-04-05",
                    "2015-07-08",
                    "2015-12-11",
                    "2016-05-31",
                    "2017-04-17",
                    "2017-07-29",
                    "2017-11-09",
                    "2018-03-28",
                    "2018-11-09",
                    "2019-02-02",
                    "2019-07-07",
                    "2019-12-12",
                    "2020-02-10",
                    "2020-04-08",
                    "2020-06-12",
                    "2020-08-04",
                    "2020-10-02",
                    "2020-12-06",
                    "2021-02-12",
                    "2021-04-10",
                    "2021-06-08",
                    "2021-08-06",
                    "2021-10-04",
                    "2021-12-02",
                    "2022-11-02",
                    "2023-01-03",
                    "2023-05-03",
                    "2023-08-03",
                    "2023-11-03",
                    "2024-02-04",
                    "2024-05-04",
                    "2024-08-04",
                    "2024-11-04",
                    "2025-01-05",
                    "2025-05-05",
                    "2025-07-05",
                    "2025-11-05",
                    "2026-02-06",
                    "2026-04-06");

    private World world;
    private StringBuilder table;

    @BeforeEach
    void open() {
        world = new World();
        table = new StringBuilder("from which version on, and how it is answered\n");
        world.send("PUT", "/con?restype=container");
        world.put("/con/b", new byte[] {1, 2, 3});
        world.put("/con/%EF%BF%BF", new byte[0]);
        created(
                world.request("PUT", "/con/pages")
                        .with("x-ms-blob-type", "PageBlob")
                        .with("x-ms-blob-content-length", "2048")
                        .body(""));
        for (String range : List.of("bytes=0-511", "bytes=1024-1535")) {
            created(
                    world.request("PUT", "/con/pages?comp=page")
                            .with("x-ms-page-write", "update")
                            .with("x-ms-range", range)
                            .body(new byte[512]));
        }
        created(world.request("PUT", "/con/log").with("x-ms-blob-type", "AppendBlob").body(""));
    }

    private void created(FakeRequest request) {
        assertEquals("201", World.outcome(world.send(request)));
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** A request as it is sent under a version. */
    private FakeRequest as(String version, String method, String target) {
        return world.anonymous(method, target, version).with("authorization", "Bearer owner");
    }

    private void row(String behaviour, Function<String, String> answer) {
        table.append('\n').append(behaviour).append('\n');
        String before = "";
        for (String version : VERSIONS) {
            String found = answer.apply(version);
            if (!found.equals(before)) {
                table.append("  ").append(version).append("  ").append(found).append('\n');
            }
            before = found;
        }
    }

    private void outcome(String behaviour, Function<String, FakeRequest> request) {
        row(behaviour, version -> World.outcome(world.send(request.apply(version))));
    }

    private void says(String behaviour, Function<String, FakeRequest> request, String text) {
        row(
                behaviour,
                version ->
                        World.text(world.send(request.apply(version))).contains(text)
                                ? "yes"
                                : "no");
    }

    @Test
    void eachVersionIsAnsweredAsTheTableSays() {
        reads();
        writes();
        lists();
        callers();
        assertEquals(Golden.read("versions.txt", table.toString()), table.toString());
    }

    private void reads() {
        outcome(
                "Get Blob, If-None-Match: *",
                version -> as(version, "GET", "/con/b").with("if-none-match", "*"));
        outcome(
                "Get Blob Properties, If-None-Match: *",
                version -> as(version, "HEAD", "/con/b").with("if-none-match", "*"));
        row(
                "Get Blob, a range: the whole blob's MD5 in x-ms-blob-content-md5",
                version -> {
                    FakeRequest request = as(version, "GET", "/con/b").with("range", "bytes=0-1");
                    String md5 = World.header(world.send(request), "x-ms-blob-content-md5");
                    return md5.isEmpty() ? "no" : "yes";
                });
        says(
                "Get Page Ranges, maxresults=1: a marker of the next page",
                version -> as(version, "GET", "/con/pages?comp=pagelist&maxresults=1"),
                "<NextMarker>");
    }

    private void writes() {
        outcome(
                "Set Blob Tier, Cold",
                version -> as(version, "PUT", "/con/b?comp=tier").with("x-ms-access-tier", "Cold"));
        outcome(
                "Append Block, 4 MiB and a byte",
                version ->
                        as(version, "PUT", "/con/log?comp=appendblock")
                                .body(new byte[(4 << 20) + 1]));
        outcome(
                "Put Blob that exists, If-None-Match: *",
                version ->
                        as(version, "PUT", "/con/b")
                                .with("x-ms-blob-type", "BlockBlob")
                                .with("if-none-match", "*")
                                .body("1"));
    }

    private void lists() {
        String list = "/con?restype=container&comp=list";
        says(
                "List Blobs: a name that XML cannot hold is encoded",
                version -> as(version, "GET", list),
                "<Name Encoded=\"true\">%EF%BF%BF</Name>");
        says(
                "List Blobs: the tier and the creation time are there",
                version -> as(version, "GET", list),
                "<Creation-Time>");
    }

    private void callers() {
        outcome("no credential", version -> world.anonymous("GET", "/con/b", version));
        row(
                "Shared Key, an x-ms header without a value is signed",
                version -> {
                    FakeRequest with = world.anonymous("GET", "/con/b", version);
                    return World.outcome(world.send(signed(with.with("x-ms-lease-id", ""))));
                });
        row(
                "Shared Key, an x-ms header without a value is not signed",
                version -> {
                    FakeRequest without = signed(world.anonymous("GET", "/con/b", version));
                    return World.outcome(world.send(without.with("x-ms-lease-id", "")));
                });
    }

    /** What a client signs that signs each header that is there, by hand. */
    private FakeRequest signed(FakeRequest request) {
        String date = Stamp.httpDate(world.clock.instant());
        request.with("x-ms-date", date);
        String lease = request.header("x-ms-lease-id").isPresent() ? "x-ms-lease-id:\n" : "";
        String version = request.header("x-ms-version").orElseThrow();
        String text =
                "GET\n\n\n\n\n\n\n\n\n\n\n\n"
                        + ("x-ms-date:" + date + "\n")
                        + lease
                        + ("x-ms-version:" + version + "\n/acct/con/b");
        String signature =
                Base64.getEncoder().encodeToString(world.account("acct").key1().sign(text));
        return request.with("authorization", "SharedKey acct:" + signature);
    }
}
