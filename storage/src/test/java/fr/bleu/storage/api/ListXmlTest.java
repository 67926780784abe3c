package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.storage.Golden;
import fr.bleu.storage.World;
import org.junit.jupiter.api.Test;

/**
 * The lists' XML, held to a reviewed file: flat, with metadata, by delimiter, paged, with names that
 * hurt, and of containers.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/list-blobs">List Blobs</a>
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/list-containers2">List
 *     Containers</a>
 */
class ListXmlTest {
    private final StringBuilder found = new StringBuilder();

    @Test
    void theXmlIsAzures() {
        try (World world = new World()) {
            fill(world);
            String list = "/con?restype=container&comp=list";
            show(world, list);
            show(world, list + "&include=metadata,uncommittedblobs&prefix=d");
            show(world, list + "&delimiter=%2F");
            show(world, list + "&delimiter=%2F&prefix=dir%2F&maxresults=5000");
            show(world, list + "&maxresults=2");
            show(world, list + "&maxresults=2&marker=1%21ZGlyL2I");
            show(world, list + "&prefix=nothing");
            show(world, "/odd?restype=container&comp=list&delimiter=%EF%BF%BE");
            show(world, "/odd?restype=container&comp=list&prefix=%01");
            show(world, "/?comp=list&include=metadata");
            show(world, "/?comp=list&maxresults=1&prefix=o");
        }
        assertEquals(Golden.read("lists.txt", found.toString()), found.toString());
    }

    private static void fill(World world) {
        world.send(
                world.request("PUT", "/con?restype=container").with("x-ms-meta-team", "a & b <c>"));
        world.send("PUT", "/odd?restype=container");
        world.put("/con/a", new byte[] {1, 2, 3});
        world.send(
                world.request("PUT", "/con/dir/b")
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("x-ms-blob-content-type", "text/plain; charset=utf-8")
                        .with("x-ms-blob-content-encoding", "gzip")
                        .with("x-ms-blob-content-language", "fr")
                        .with("x-ms-blob-cache-control", "no-cache")
                        .with("x-ms-blob-content-disposition", "attachment; filename=\"b\"")
                        .with("x-ms-meta-one", "1")
                        .with("x-ms-meta-two", "\"<>&'")
                        .body(new byte[20_000]));
        world.put("/con/dir/sub/c", new byte[0]);
        world.send(world.request("PUT", "/con/dir/new?comp=block&blockid=AAAA").body("x"));
        for (String name : new String[] {"%01x", "a%EF%BF%BEb", "a%EF%BF%BEc", "l%0Ar%0Dt%09"}) {
            world.put("/odd/" + name, new byte[] {1});
        }
        world.put("/odd/%26%3C%3E%22%27%20%F0%9F%98%80%C3%A9e%CC%81", new byte[] {1});
    }

    /** The request and its answer, an element a line. */
    private void show(World world, String target) {
        Answer answer = world.send("GET", target);
        found.append("GET ").append(target).append(" -> ").append(World.outcome(answer));
        found.append(' ').append(World.header(answer, "Content-Type")).append('\n');
        found.append(World.text(answer).replace("><", ">\n<")).append("\n\n");
    }
}
