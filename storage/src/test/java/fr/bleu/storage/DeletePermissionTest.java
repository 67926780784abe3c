package fr.bleu.storage;

import static fr.bleu.storage.World.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Leave to delete versions ({@code x}) is not leave to delete the blob. */
class DeletePermissionTest {

    @Test
    void aVersionOfNoNameIsTheBlobItself() {
        try (World world = new World()) {
            world.management.settings(settings -> settings.withVersioning(true));
            world.send("PUT", "/con?restype=container");
            world.put("/con/b", new byte[1]);
            String signature =
                    Sas.service(world.account("acct"), "con", Map.of("sr", "c", "sp", "x"));
            String snapshot = "&snapshot=2020-01-01T00:00:00.0000000Z";
            for (String named : List.of("", "versionid=", "versionid=" + snapshot)) {
                String target = "/con/b?" + named + "&" + signature;
                assertEquals(
                        "403 AuthorizationPermissionMismatch",
                        outcome(world.send(world.anonymous("DELETE", target))),
                        named);
            }
            assertEquals("200", outcome(world.send("GET", "/con/b")));
        }
    }
}
