package fr.bleu.storage;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds a version is set while others hold, overwrite or delete it. */
class PastHoldsRaceTest {
    private static final String LATER = "Thu, 26 Nov 2026 12:00:00 GMT";

    private World world;
    private String blob;

    @BeforeEach
    void open() {
        world = new World();
        blob = "/" + new HeldPlaces(world).versioned() + "/b";
        world.put(blob, new byte[] {1});
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** A version that is not the current one. */
    private String earlier() {
        String id = header(world.put(blob, new byte[] {7}), "x-ms-version-id");
        world.put(blob, new byte[] {8});
        return "versionid=" + id;
    }

    private String set(String state, String until, String mode) {
        return outcome(
                world.send(
                        world.request("PUT", blob + "?comp=immutabilityPolicies&" + state)
                                .with("x-ms-immutability-policy-until-date", until)
                                .with("x-ms-immutability-policy-mode", mode)));
    }

    private String hold(String state) {
        return outcome(
                world.send(
                        world.request("PUT", blob + "?comp=legalhold&" + state)
                                .with("x-ms-legal-hold", "true")));
    }

    private String delete(String state) {
        return outcome(world.send("DELETE", blob + "?" + state));
    }

    private String shown(String state) {
        Answer head = world.send("HEAD", blob + state);
        return String.join(
                        " ",
                        header(head, "x-ms-immutability-policy-mode"),
                        header(head, "x-ms-immutability-policy-until-date"),
                        header(head, "x-ms-legal-hold"))
                .strip();
    }

    /** A blob that is overwritten meanwhile is not held in the version's stead. */
    @Test
    void theVersionThatIsNamedIsHeldWhateverComesMeanwhile() {
        int met = 0;
        for (int look = 1; ; look++) {
            String current = "versionid=" + header(world.send("HEAD", blob), "x-ms-version-id");
            world.clock.atLook(look, () -> world.put(blob, new byte[] {6}));
            assertEquals("200", hold(current), "look " + look);
            if (!world.clock.looked()) {
                break;
            }
            met++;
            assertEquals("true", shown("?" + current), "look " + look);
            assertEquals("", shown(""), "look " + look);
        }
        assertTrue(met > 0);
    }

    /** Held and there, or gone and not held, whichever comes in between. */
    @Test
    void aHoldThatIsAnsweredKeepsTheVersion() {
        int met = 0;
        for (boolean holds : List.of(true, false)) {
            for (int look = 1; ; look++) {
                String version = earlier();
                String[] inner = {""};
                world.clock.atLook(look, () -> inner[0] = holds ? delete(version) : hold(version));
                String outer = holds ? hold(version) : delete(version);
                if (!world.clock.looked()) {
                    break;
                }
                met++;
                String held = holds ? outer : inner[0];
                String deleted = holds ? inner[0] : outer;
                assertEquals(held.equals("200"), !deleted.equals("202"), held + " " + deleted);
                assertEquals(held.equals("200") ? "true" : "", shown("?" + version));
            }
        }
        assertTrue(met > 1, "met " + met);
    }

    /** Of two that are at it at once, the locked policy that was answered last is the longer. */
    @Test
    void aPolicyIsNotShortenedByOneThatWasReadBefore() {
        int met = 0;
        for (int look = 1; ; look++) {
            String version = earlier();
            String[] inner = {""};
            world.clock.atLook(look, () -> inner[0] = set(version, LATER, "Locked"));
            set(version, HeldPlaces.UNTIL, "Unlocked");
            if (!world.clock.looked()) {
                break;
            }
            met++;
            assertEquals("200", inner[0]);
            assertEquals("Locked " + LATER, shown("?" + version));
        }
        assertTrue(met > 0);
    }
}
