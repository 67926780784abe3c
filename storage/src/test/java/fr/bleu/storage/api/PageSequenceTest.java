package fr.bleu.storage.api;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.api.PageBlob.BLOB;
import static fr.bleu.storage.api.PageBlob.LIST;
import static fr.bleu.storage.api.PageBlob.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.storage.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page blob's sequence number, and conditions on it and on the ETag. */
class PageSequenceTest {
    private final PageBlob disk = new PageBlob();
    private final World world = disk.world;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void sequenceNumbers() {
        assertEquals(
                "201",
                outcome(world.send(disk.creation("1024").with("x-ms-blob-sequence-number", "7"))));
        assertEquals("7", header(world.send("HEAD", BLOB), "x-ms-blob-sequence-number"));
        assertEquals("200", outcome(sequence("max", "5")));
        assertEquals("7", header(world.send("HEAD", BLOB), "x-ms-blob-sequence-number"));
        assertEquals("9", header(sequence("max", "9"), "x-ms-blob-sequence-number"));
        assertEquals("3", header(sequence("update", "3"), "x-ms-blob-sequence-number"));
        assertEquals("4", header(sequence("increment", ""), "x-ms-blob-sequence-number"));
        assertEquals("400 InvalidHeaderValue", outcome(sequence("increment", "4")));
        assertEquals("400 MissingRequiredHeader", outcome(sequence("max", "")));
        assertEquals(
                "400 MissingRequiredHeader",
                outcome(disk.properties("x-ms-blob-sequence-number", "1")));
        sequence("update", Long.MAX_VALUE + "");
        assertEquals("409 SequenceNumberIncrementTooLarge", outcome(sequence("increment", "")));
        assertEquals("400 InvalidHeaderValue", outcome(sequence("update", "9223372036854775808")));
    }

    private Answer sequence(String action, String number) {
        FakeRequest request =
                world.request("PUT", BLOB + "?comp=properties")
                        .with("x-ms-sequence-number-action", action)
                        .body("");
        return world.send(
                number.isEmpty() ? request : request.with("x-ms-blob-sequence-number", number));
    }

    @Test
    void onlyTheNumberOrTheLengthLeavesTheOtherProperties() {
        world.send(disk.creation("1024").with("x-ms-blob-content-type", "a/b"));
        sequence("update", "3");
        disk.properties("x-ms-blob-content-length", "2048");
        assertEquals("a/b", header(world.send("HEAD", BLOB), "Content-Type"));
        world.send(
                world.request("PUT", BLOB + "?comp=properties")
                        .with("x-ms-blob-content-length", "512")
                        .with("x-ms-blob-cache-control", "none")
                        .body(""));
        Answer head = world.send("HEAD", BLOB);
        assertEquals("application/octet-stream", header(head, "Content-Type"));
        assertEquals("none", header(head, "Cache-Control"));
        assertEquals("3", header(head, "x-ms-blob-sequence-number"));
        Answer set = disk.properties("x-ms-blob-content-language", "fr");
        assertEquals("3", header(set, "x-ms-blob-sequence-number"));
    }

    @Test
    void sequenceConditions() {
        world.send(disk.creation("1024").with("x-ms-blob-sequence-number", "5"));
        String[][] cases = {
            {"le", "5", "201"}, {"le", "4", "412"}, {"lt", "6", "201"}, {"lt", "5", "412"},
            {"eq", "5", "201"}, {"eq", "4", "412"}, {"eq", "6", "412"}, {"le", "x", "400"}
        };
        for (String[] it : cases) {
            String name = "x-ms-if-sequence-number-" + it[0];
            Answer write = world.send(disk.writing(0, random(512)).with(name, it[1]));
            Answer clear = world.send(disk.clearing(0, 512).with(name, it[1]));
            assertTrue(outcome(write).startsWith(it[2]), name + " " + it[1]);
            assertEquals(outcome(write), outcome(clear));
            if (it[2].equals("412")) {
                assertEquals("412 SequenceNumberConditionNotMet", outcome(write));
            } else if (it[2].equals("201")) {
                assertEquals("5", header(write, "x-ms-blob-sequence-number"));
            }
        }
    }

    @Test
    void generalConditionsAndETags() {
        disk.created(1024);
        String first = header(world.send(disk.writing(0, random(512))), "ETag");
        String second =
                header(world.send(disk.writing(0, random(512)).with("if-match", first)), "ETag");
        assertNotEquals(first, second);
        assertEquals(
                "412 ConditionNotMet",
                outcome(world.send(disk.writing(0, random(512)).with("if-match", first))));
        assertEquals(
                "412 ConditionNotMet",
                outcome(world.send(disk.clearing(0, 512).with("if-match", first))));
        assertEquals(
                "304 ConditionNotMet",
                outcome(world.send(world.request("GET", LIST).with("if-none-match", second))));
    }
}
