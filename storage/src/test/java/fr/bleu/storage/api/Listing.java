package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.Xml;
import fr.bleu.storage.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What List Blobs shows, a short text for each entry. */
final class Listing {
    private Listing() {}

    /** All entries, in one page or in pages of one entry: they must be the same. */
    static List<String> of(World world, String parameters) {
        List<String> whole = pages(world, parameters, 5_000);
        assertEquals(whole, pages(world, parameters, 1), "page by page");
        return whole;
    }

    private static List<String> pages(World world, String parameters, int size) {
        List<String> found = new ArrayList<>();
        String marker = "";
        do {
            Answer answer =
                    world.send(
                            "GET",
                            "/con?restype=container&comp=list&maxresults="
                                    + size
                                    + parameters
                                    + "&marker="
                                    + URLEncoder.encode(marker, StandardCharsets.UTF_8));
            assertEquals(200, answer.status(), World.text(answer));
            Xml.Element root = Xml.parse(World.bytes(answer), "x");
            root.child("Blobs").orElseThrow().children().forEach(blob -> found.add(shown(blob)));
            marker = root.childText("NextMarker").orElse("");
        } while (!marker.isEmpty());
        return found;
    }

    private static String shown(Xml.Element blob) {
        StringBuilder text = new StringBuilder(blob.childText("Name").orElseThrow());
        if (blob.name().equals("BlobPrefix")) {
            return text.append(" prefix").toString();
        }
        blob.childText("Snapshot").ifPresent(at -> text.append(" snapshot ").append(at));
        blob.childText("VersionId").ifPresent(id -> text.append(" version ").append(id));
        blob.childText("IsCurrentVersion").ifPresent(it -> text.append(" current"));
        blob.childText("HasVersionsOnly").ifPresent(it -> text.append(" versions-only"));
        blob.childText("Deleted").ifPresent(it -> text.append(" deleted"));
        Xml.Element properties = blob.child("Properties").orElseThrow();
        properties
                .childText("RemainingRetentionDays")
                .ifPresent(days -> text.append(" days ").append(days));
        return text.toString();
    }
}
