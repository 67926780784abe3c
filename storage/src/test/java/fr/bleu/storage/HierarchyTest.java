package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blobs in directories, as the Blob service shows them. */
class HierarchyTest {
    private final World world = new World();
    private final TreeAccount tree = TreeAccount.born(world);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aBlobMakesItsDirectoriesAndTheyGoOneByOne() {
        assertEquals("201", tree.put("a/b/c", "text"));
        assertEquals("file text", tree.shown("a/b/c"));
        assertEquals("directory", tree.shown("a/b"));
        assertEquals("directory", tree.shown("a"));
        assertEquals(List.of("a directory", "a/b directory", "a/b/c file"), tree.list(""));
        assertEquals(List.of("a/ prefix directory"), tree.list("&delimiter=%2F"));
        assertEquals(List.of("a/b/c file"), tree.list("&delimiter=%2F&prefix=a%2Fb%2F"));
        assertEquals("409 DirectoryIsNotEmpty", tree.delete("a"));
        assertEquals("409 DirectoryIsNotEmpty", tree.delete("a/b"));
        assertEquals("202", tree.delete("a/b/c"));
        assertEquals("202", tree.delete("a/b"));
        assertEquals("202", tree.delete("a"));
        assertEquals("404 BlobNotFound", tree.shown("a"));
        assertEquals(List.of(), tree.list(""));
    }
}
