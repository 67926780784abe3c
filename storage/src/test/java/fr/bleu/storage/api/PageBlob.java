package fr.bleu.storage.api;

import static fr.bleu.storage.World.bytes;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.storage.World;
import java.util.Random;

/** One page blob, and the requests that make, write and read it. */
final class PageBlob {
    static final String BLOB = "/con/disk";
    static final String LIST = BLOB + "?comp=pagelist";

    final World world = new World();

    PageBlob() {
        world.send("PUT", "/con?restype=container");
    }

    FakeRequest creation(String length) {
        return world.request("PUT", BLOB)
                .with("x-ms-blob-type", "PageBlob")
                .with("x-ms-blob-content-length", length)
                .body("");
    }

    void created(long length) {
        assertEquals("201", outcome(world.send(creation(length + ""))));
    }

    FakeRequest writing(long offset, byte[] body) {
        return writing("bytes=" + offset + "-" + (offset + body.length - 1), body);
    }

    FakeRequest writing(String range, byte[] body) {
        return world.request("PUT", BLOB + "?comp=page")
                .with("x-ms-page-write", "update")
                .with("x-ms-range", range)
                .body(body);
    }

    FakeRequest clearing(long offset, long length) {
        return world.request("PUT", BLOB + "?comp=page")
                .with("x-ms-page-write", "clear")
                .with("x-ms-range", "bytes=" + offset + "-" + (offset + length - 1))
                .body("");
    }

    Answer properties(String name, String value) {
        return world.send(
                world.request("PUT", BLOB + "?comp=properties").with(name, value).body(""));
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    byte[] read(long from, long length) {
        Answer answer =
                world.send(
                        world.request("GET", BLOB)
                                .with("range", "bytes=" + from + "-" + (from + length - 1)));
        assertEquals(206, answer.status());
        return bytes(answer);
    }

    static String pages(Answer answer) {
        assertEquals("200", outcome(answer));
        return text(answer)
                .replaceAll("^.*<PageList>|^.*<PageList />", "")
                .replace("</PageList>", "")
                .replaceAll(
                        "<(Page|Clear)Range><Start>(\\d+)</Start><End>(\\d+)</End></\\1Range>",
                        "$1 $2-$3 ")
                .strip();
    }
}
