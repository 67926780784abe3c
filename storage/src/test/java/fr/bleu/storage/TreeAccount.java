package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Percent;
import fr.bleu.http.Xml;
import java.util.ArrayList;
import java.util.List;

/** A hierarchical account, {@code tree}, with a container {@code con}. */
final class TreeAccount {
    static final String NAME = "tree";

    private final World world;

    private TreeAccount(World world) {
        this.world = world;
    }

    static TreeAccount of(World world) {
        return new TreeAccount(world);
    }

    static TreeAccount born(World world) {
        world.management.createHierarchical(NAME);
        TreeAccount account = of(world);
        assertEquals("201", account.outcome("PUT", "?restype=container"));
        return account;
    }

    /**
     * @param path within the container, with the query
     */
    FakeRequest request(String method, String path) {
        String target = path.isEmpty() || path.startsWith("?") ? "/con" + path : "/con/" + path;
        return world.request(method, target).label(NAME);
    }

    Answer send(String method, String path) {
        return world.send(request(method, path));
    }

    String outcome(FakeRequest request) {
        return World.outcome(world.send(request));
    }

    String outcome(String method, String path) {
        return outcome(request(method, path));
    }

    FakeRequest putting(String path, String text) {
        return request("PUT", path).with("x-ms-blob-type", "BlockBlob").body(text);
    }

    String put(String path, String text) {
        return outcome(putting(path, text));
    }

    String makeDirectory(String path) {
        return outcome(putting(path, "").with("x-ms-meta-hdi_isfolder", "true"));
    }

    String delete(String path) {
        return outcome("DELETE", path);
    }

    void sweep() {
        world.housekeeping.sweep();
    }

    /** What is there: its type and, if it is a file, its text; or that there is nothing. */
    String shown(String path) {
        Answer answer = send("GET", path);
        if (answer.status() != 200) {
            return World.outcome(answer);
        }
        String type = World.header(answer, "x-ms-resource-type");
        boolean marked = World.header(answer, "x-ms-meta-hdi_isfolder").equals("true");
        assertEquals(type.equals("directory"), marked, path);
        return type + (type.equals("file") ? " " + World.text(answer) : "");
    }

    /** All entries, which must be the same whatever the limit of a page. */
    List<String> list(String parameters) {
        List<String> whole = pages(parameters, 5_000);
        for (int limit : List.of(1, 2, 3, 7, whole.size(), whole.size() + 1)) {
            assertEquals(whole, pages(parameters, Math.max(1, limit)), "in pages of " + limit);
        }
        return whole;
    }

    /** The same with each limit that there can be. */
    List<String> listAtEachLimit(String parameters) {
        List<String> whole = pages(parameters, 5_000);
        for (int limit = 1; limit <= whole.size() + 1; limit++) {
            assertEquals(whole, pages(parameters, limit), "in pages of " + limit);
        }
        return whole;
    }

    List<String> pages(String parameters, int limit) {
        return pages(parameters, limit, false);
    }

    /**
     * @param mayRefuse whether there may be nothing to list
     */
    List<String> pages(String parameters, int limit, boolean mayRefuse) {
        List<String> found = new ArrayList<>();
        String marker = "";
        do {
            Answer answer = page(parameters, limit, marker);
            if (mayRefuse && answer.status() != 200) {
                return List.of(World.outcome(answer) + " -");
            }
            assertEquals(200, answer.status(), World.text(answer));
            Xml.Element root = Xml.parse(World.bytes(answer), "EnumerationResults");
            List<Xml.Element> blobs = root.child("Blobs").orElseThrow().children();
            assertEquals(true, blobs.size() <= limit);
            blobs.forEach(blob -> found.add(entry(blob)));
            marker = root.childText("NextMarker").orElse("");
        } while (!marker.isEmpty());
        return found;
    }

    private Answer page(String parameters, int limit, String marker) {
        String list = "?restype=container&comp=list&maxresults=" + limit;
        return send("GET", list + parameters + "&marker=" + Percent.encode(marker));
    }

    private static String entry(Xml.Element blob) {
        Xml.Element properties = blob.child("Properties").orElseThrow();
        String name = blob.childText("Name").orElseThrow();
        String type = properties.childText("ResourceType").orElse("uncommitted");
        return name + (blob.name().equals("BlobPrefix") ? " prefix " : " ") + type;
    }
}
