package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One operation in the midst of another in or on the same directory, at every place where the
 * latter looks at the clock, which is also between what it reads and what it commits. The outcome
 * must be that of one after the other, and nothing may lie behind a directory that is gone.
 */
class HierarchyInterleavingTest {
    /** No operation looks at the clock more often. */
    private static final int MOST_LOOKS = 60;

    private enum Operation {
        PUT,
        PUT_LARGE,
        PUT_DEEP,
        PUT_BLOCK,
        PUT_LIST,
        CREATE_APPEND,
        COPY,
        MAKE_DIRECTORY,
        SET_METADATA,
        DELETE,
        DELETE_AND_SWEEP,
        DELETE_AND_PUT_FILE;

        /** Whether others may come in its midst. */
        boolean isTwo() {
            return this == DELETE_AND_SWEEP || this == DELETE_AND_PUT_FILE;
        }
    }

    private int places;

    @Test
    void everyPairIsAsOneAfterTheOther() {
        int met = 0;
        try (World world = new World()) {
            TreeAccount tree = TreeAccount.born(world);
            tree.put("source", "copied");
            for (Operation outer : Operation.values()) {
                for (Operation inner : Operation.values()) {
                    if (!outer.isTwo()) {
                        met += pair(world, tree, outer, inner);
                    }
                }
            }
            world.housekeeping.sweep();
            SweepOracle.check(world.trust.records(), world.account(TreeAccount.NAME).id());
        }
        assertTrue(met > 300, "only " + met + " interleavings");
    }

    private int pair(World world, TreeAccount tree, Operation outer, Operation inner) {
        List<String> allowed =
                List.of(
                        oneAfterTheOther(tree, outer, inner, true),
                        oneAfterTheOther(tree, outer, inner, false));
        for (int look = 1; look <= MOST_LOOKS; look++) {
            String directory = prepared(tree);
            String[] answered = {""};
            world.clock.atLook(look, () -> answered[0] = run(tree, inner, directory));
            String answer = run(tree, outer, directory);
            if (!world.clock.looked()) {
                return look - 1;
            }
            String found = answer + ", " + answered[0] + ": " + state(tree, directory);
            assertTrue(
                    allowed.contains(found),
                    () -> outer + " around " + inner + ": " + found + " is none of " + allowed);
        }
        throw new AssertionError(outer + " looks at the clock too often");
    }

    private String oneAfterTheOther(
            TreeAccount tree, Operation outer, Operation inner, boolean outerFirst) {
        String directory = prepared(tree);
        String first = run(tree, outerFirst ? outer : inner, directory);
        String second = run(tree, outerFirst ? inner : outer, directory);
        String answers = outerFirst ? first + ", " + second : second + ", " + first;
        return answers + ": " + state(tree, directory);
    }

    /** Alone, each is done. */
    @Test
    void eachIsDone() {
        try (World world = new World()) {
            TreeAccount tree = TreeAccount.born(world);
            tree.put("source", "copied");
            for (Operation operation : Operation.values()) {
                String answer = run(tree, operation, prepared(tree));
                assertTrue(answer.startsWith("2"), operation + ": " + answer);
            }
        }
    }

    private String prepared(TreeAccount tree) {
        String directory = "d" + places++;
        tree.makeDirectory(directory);
        return directory;
    }

    private static String run(TreeAccount tree, Operation operation, String directory) {
        String file = directory + "/x";
        return switch (operation) {
            case PUT -> tree.put(file, "text");
            case PUT_LARGE -> tree.put(file, "large".repeat(5_000));
            case PUT_DEEP -> tree.put(directory + "/e/f/x", "deep");
            case PUT_BLOCK ->
                    tree.outcome(
                            tree.request("PUT", file + "?comp=block&blockid=AAAA").body("block"));
            case PUT_LIST ->
                    tree.outcome(
                            tree.request("PUT", file + "?comp=blocklist").body("<BlockList/>"));
            case CREATE_APPEND ->
                    tree.outcome(
                            tree.request("PUT", directory + "/log")
                                    .with("x-ms-blob-type", "AppendBlob")
                                    .body(""));
            case COPY ->
                    tree.outcome(
                            tree.request("PUT", directory + "/copy")
                                    .with(
                                            "x-ms-copy-source",
                                            "https://tree.blob.core.bleu.localhost:8443/con/source"));
            case MAKE_DIRECTORY -> tree.makeDirectory(directory + "/e");
            case SET_METADATA ->
                    tree.outcome(
                            tree.request("PUT", directory + "?comp=metadata")
                                    .with("x-ms-meta-a", "1"));
            case DELETE -> tree.delete(directory);
            case DELETE_AND_SWEEP -> {
                String answer = tree.delete(directory);
                tree.sweep();
                yield answer;
            }
            case DELETE_AND_PUT_FILE -> tree.delete(directory) + " " + tree.put(directory, "file");
        };
    }

    /** All that is there, uploads too, and what the directory shows. */
    private static String state(TreeAccount tree, String directory) {
        List<String> listed =
                tree.pages("&include=uncommittedblobs&prefix=" + directory + "%2F", 5_000, true);
        return tree.shown(directory)
                + " "
                + World.header(tree.send("HEAD", directory), "x-ms-meta-a")
                + listed.stream()
                        .map(it -> it.replace(directory + "/", "") + " " + content(tree, it))
                        .toList();
    }

    private static String content(TreeAccount tree, String entry) {
        String shown = tree.shown(entry.substring(0, entry.indexOf(' ')));
        return shown.length() > 40 ? shown.length() + " characters" : shown;
    }
}
