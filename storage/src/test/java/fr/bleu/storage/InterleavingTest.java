package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One operation in the midst of another on the same blob, at every place where the latter looks at
 * the clock, which is also between what it reads and what it commits. The outcome must be that of
 * one after the other: no block is replaced under a list that names it, nothing acknowledged is
 * lost.
 */
class InterleavingTest {
    /** No operation looks at the clock more often. */
    private static final int MOST_LOOKS = 60;

    private enum Operation {
        PUT_BLOCK,
        PUT_OTHER_BLOCK,
        PUT_LIST,
        PUT_BLOB,
        PUT_LARGE_BLOB,
        SET_METADATA,
        SET_PROPERTIES,
        DELETE
    }

    private int places;

    @Test
    void everyPairIsAsOneAfterTheOther() {
        int met = 0;
        try (World world = new World()) {
            world.send("PUT", "/con?restype=container");
            for (Operation outer : Operation.values()) {
                for (Operation inner : Operation.values()) {
                    met += pair(world, outer, inner);
                }
            }
        }
        assertTrue(met > 150, "only " + met + " interleavings");
    }

    private int pair(World world, Operation outer, Operation inner) {
        List<String> allowed =
                List.of(
                        oneAfterTheOther(world, outer, inner, true),
                        oneAfterTheOther(world, outer, inner, false));
        for (int look = 1; look <= MOST_LOOKS; look++) {
            String blob = prepared(world);
            String[] answered = {""};
            world.clock.atLook(look, () -> answered[0] = run(world, inner, blob));
            String answer = run(world, outer, blob);
            if (!world.clock.looked()) {
                return look - 1;
            }
            String found = answer + ", " + answered[0] + ": " + state(world, blob);
            assertTrue(
                    allowed.contains(found),
                    () -> outer + " around " + inner + ": " + found + " is none of " + allowed);
        }
        throw new AssertionError(outer + " looks at the clock too often");
    }

    /** Both, the outer one's answer first whatever came first. */
    private String oneAfterTheOther(
            World world, Operation outer, Operation inner, boolean outerFirst) {
        String blob = prepared(world);
        String first = run(world, outerFirst ? outer : inner, blob);
        String second = run(world, outerFirst ? inner : outer, blob);
        String answers = outerFirst ? first + ", " + second : second + ", " + first;
        return answers + ": " + state(world, blob);
    }

    /** A blob of one block with an uncommitted replacement of that block. */
    private String prepared(World world) {
        String blob = "/con/b" + places++;
        putBlock(world, blob, "AAAA", "old");
        putList(world, blob, "AAAA");
        putBlock(world, blob, "AAAA", "new");
        return blob;
    }

    private String run(World world, Operation operation, String blob) {
        Answer answer =
                switch (operation) {
                    case PUT_BLOCK -> putBlock(world, blob, "AAAA", "newer");
                    case PUT_OTHER_BLOCK -> putBlock(world, blob, "BBBB", "other");
                    case PUT_LIST -> putList(world, blob, "AAAA");
                    case PUT_BLOB -> world.put(blob, new byte[3]);
                    case PUT_LARGE_BLOB -> world.put(blob, new byte[20_000]);
                    case SET_METADATA ->
                            world.send(
                                    world.request("PUT", blob + "?comp=metadata")
                                            .with("x-ms-meta-a", "1"));
                    case SET_PROPERTIES ->
                            world.send(
                                    world.request("PUT", blob + "?comp=properties")
                                            .with("x-ms-blob-content-type", "text/plain"));
                    case DELETE -> world.send("DELETE", blob);
                };
        return World.outcome(answer);
    }

    private static Answer putBlock(World world, String blob, String id, String text) {
        return world.send(
                world.request("PUT", blob + "?comp=block&blockid=" + id).body(text.repeat(5)));
    }

    private static Answer putList(World world, String blob, String id) {
        return world.send(
                world.request("PUT", blob + "?comp=blocklist")
                        .body("<BlockList><Latest>" + id + "</Latest></BlockList>"));
    }

    /** Everything that can be read of a blob, but its times. */
    private static String state(World world, String blob) {
        Answer get = world.send("GET", blob);
        Answer blocks = world.send("GET", blob + "?comp=blocklist&blocklisttype=all");
        return String.join(
                " | ",
                List.of(
                        World.outcome(get),
                        get.status() == 200 ? Integer.toString(World.bytes(get).length) : "",
                        World.bytes(get).length < 100 ? World.text(get) : "",
                        World.header(get, "x-ms-meta-a"),
                        World.header(get, "Content-Type"),
                        blocks.status() == 200 ? World.text(blocks) : World.outcome(blocks)));
    }
}
