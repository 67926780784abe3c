package fr.bleu.storage;

import static fr.bleu.storage.CopyRequests.HERE;
import static fr.bleu.storage.CopyRequests.LARGE;
import static fr.bleu.storage.CopyRequests.SMALL;
import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a copy is held to: conditions, checksums, and headers that it does not know. */
class CopyConditionsTest {
    private final CopyRequests copies = new CopyRequests();
    private final World world = copies.world;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void conditionsOfSourceAndDestination() {
        String etag = World.header(world.send("HEAD", "/con/large"), "ETag");
        String other = "\"0x8D0000000000001\"";
        String past = "Mon, 01 Jan 2024 00:00:00 GMT";
        String future = "Fri, 01 Jan 2027 00:00:00 GMT";
        String[][] table = {
            {"x-ms-source-if-match", etag, "202"},
            {"x-ms-source-if-match", other, "412 SourceConditionNotMet"},
            {"x-ms-source-if-none-match", etag, "412 SourceConditionNotMet"},
            {"x-ms-source-if-none-match", other, "202"},
            {"x-ms-source-if-modified-since", past, "202"},
            {"x-ms-source-if-modified-since", future, "412 SourceConditionNotMet"},
            {"x-ms-source-if-unmodified-since", future, "202"},
            {"x-ms-source-if-unmodified-since", past, "412 SourceConditionNotMet"},
            {"if-none-match", "*", "409 BlobAlreadyExists"},
            {"if-match", other, "412 ConditionNotMet"},
            {"x-ms-source-if-tags", "a=b", "400 UnsupportedHeader"},
            {"x-ms-source-lease-id", "a", "400 UnsupportedHeader"},
            {"x-ms-source-content-md5", "AAAAAAAAAAAAAAAAAAAAAA==", "400 UnsupportedHeader"},
        };
        world.put("/con/to", SMALL);
        for (String[] row : table) {
            Answer answer =
                    world.send(copies.copy("/con/to", HERE + "/con/large").with(row[0], row[1]));
            assertEquals(row[2], outcome(answer), row[0]);
        }
        assertEquals(
                "404 CannotVerifyCopySource",
                outcome(world.send(copies.copy("/con/to", HERE + "/con/none"))));
        assertEquals(
                "404 CannotVerifyCopySource",
                outcome(world.send(copies.copy("/con/to", HERE + "/none/none"))));
        assertEquals(
                "404 ContainerNotFound",
                outcome(world.send(copies.copy("/none/to", HERE + "/con/large"))));
        assertEquals(
                "404 CannotVerifyCopySource",
                outcome(
                        world.send(
                                copies.copy(
                                        "/con/to",
                                        HERE + "/con/large?snapshot=2026-01-01T00:00:00Z"))));
        assertEquals(
                "400 InvalidHeaderValue",
                outcome(world.send(copies.copy("/con/to", HERE + "/con/large").body("x"))));
        assertEquals(
                "400 UnsupportedHeader",
                outcome(
                        world.send(
                                world.request("PUT", "/con/to?comp=metadata")
                                        .with("x-ms-copy-source", HERE + "/con/large"))));
    }

    @Test
    void aCopyRefusesWhatItWouldIgnore() {
        for (String[] header :
                new String[][] {
                    {"x-ms-blob-sequence-number", "7"},
                    {"x-ms-blob-content-length", "512"},
                    {"x-ms-copy-action", "abort"},
                    {"x-ms-source-range", "bytes=0-1"},
                    {"x-ms-page-write", "update"}
                }) {
            for (FakeRequest request :
                    new FakeRequest[] {
                        copies.copy("/con/a", HERE + "/con/small"),
                        copies.copyNow("/con/a", HERE + "/con/small"),
                        copies.putFrom("/con/a", HERE + "/con/small")
                    }) {
                assertEquals(
                        "400 UnsupportedHeader",
                        outcome(world.send(request.with(header[0], header[1]))),
                        header[0]);
            }
        }
    }

    /** There is no body that it could be of. */
    @Test
    void aChecksumOfTheBodyIsNotTakenForTheSources() {
        String md5 = Base64.getEncoder().encodeToString(Digests.md5(LARGE));
        for (FakeRequest request :
                new FakeRequest[] {
                    copies.copy("/con/a", HERE + "/con/large"),
                    copies.copyNow("/con/a", HERE + "/con/large"),
                    copies.putFrom("/con/a", HERE + "/con/large")
                }) {
            assertEquals("400 Md5Mismatch", outcome(world.send(request.with("content-md5", md5))));
        }
    }

    @Test
    void checksumsOfTheSourceAreHeldTo() {
        String right = Base64.getEncoder().encodeToString(Digests.md5(LARGE));
        String wrong = Base64.getEncoder().encodeToString(Digests.md5(SMALL));
        String crc = Base64.getEncoder().encodeToString(Checksums.of(LARGE, false, true).crc64());
        FakeRequest[] requests = {
            copies.putFrom("/con/a", HERE + "/con/large"),
            copies.copyNow("/con/a", HERE + "/con/large"),
            copies.copy("/con/a?comp=block&blockid=AAAA", HERE + "/con/large")
        };
        for (FakeRequest request : requests) {
            assertEquals(
                    "400 Md5Mismatch",
                    outcome(world.send(request.with("x-ms-source-content-md5", wrong))));
        }
        assertEquals(
                "201",
                outcome(
                        world.send(
                                copies.putFrom("/con/a", HERE + "/con/large")
                                        .with("x-ms-source-content-md5", right))));
        assertEquals(
                "400 Crc64Mismatch",
                outcome(
                        world.send(
                                copies.putFrom("/con/a", HERE + "/con/small")
                                        .with("x-ms-source-content-crc64", crc))));
        assertEquals(
                "400 Md5Mismatch",
                outcome(
                        world.send(
                                copies.putFrom("/con/a", HERE + "/con/large")
                                        .with("x-ms-blob-content-md5", wrong))));
        assertArrayEquals(LARGE, copies.content("/con/a"));
    }
}
