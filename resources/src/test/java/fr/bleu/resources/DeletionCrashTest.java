package fr.bleu.resources;

import static fr.bleu.resources.World.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.keys.RootKey;
import fr.bleu.store.disk.SimulatedDisk;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A group's deletion survives the loss of power at every sync of the store. */
final class DeletionCrashTest {

    private static final int THINGS = 3;
    private static final int MOST_SYNCS = 40;

    @Test
    void aDeletionGoesOnAfterPowerWasLostAtEachOfItsSyncs() throws Exception {
        int interrupted = 0;
        for (int n = 1; n <= MOST_SYNCS; n++) {
            SimulatedDisk disk = new SimulatedDisk(n);
            RootKey root = RootKey.generate(new SecureRandom());
            World.Tenant tenant;
            UUID operation;
            boolean lost;
            try (World world = new World(disk, root)) {
                tenant = filled(world);
                disk.powerOffAtSync(n);
                Answer accepted = world.call(tenant.owner(), "DELETE", tenant.group("doomed"));
                operation = operation(accepted);
                lost = accepted.status() != 202 || !ended(world, tenant, accepted);
                if (!lost) {
                    break;
                }
                interrupted++;
            }
            disk.crash();
            try (World world = new World(disk, root)) {
                holds(world, tenant, operation, "seed and sync " + n);
            }
        }
        assertTrue(interrupted >= THINGS + 2, "only " + interrupted + " syncs were interrupted");
    }

    private static World.Tenant filled(World world) {
        World.Tenant tenant = world.tenant(true);
        world.prepare(tenant, "doomed");
        for (int i = 0; i < THINGS; i++) {
            Answer made =
                    world.call(
                            tenant.owner(),
                            "PUT",
                            tenant.thing("doomed", "thing" + i),
                            "{\"location\":\"francecentral\"}");
            assertEquals(200, made.status());
        }
        return tenant;
    }

    private static UUID operation(Answer accepted) {
        return World.header(accepted, "Location")
                .map(it -> it.replaceAll(".*/operationresults/([^?]*).*", "$1"))
                .map(UUID::fromString)
                .orElse(new UUID(0, 0));
    }

    /** Whether the deletion came to its end before the power went. */
    private static boolean ended(World world, World.Tenant tenant, Answer accepted)
            throws InterruptedException {
        String target =
                World.header(accepted, "Location")
                        .orElseThrow()
                        .substring("https://localhost:8443".length());
        for (int i = 0; i < 100; i++) {
            if (world.call(tenant.owner(), "GET", target).status() == 200) {
                return true;
            }
            Thread.sleep(5);
        }
        return false;
    }

    /** Either the intent was lost and nothing happened, or the deletion comes to its end. */
    private static void holds(World world, World.Tenant tenant, UUID operation, String when)
            throws InterruptedException {
        Answer group = world.call(tenant.owner(), "GET", tenant.group("doomed"));
        boolean untouched =
                group.status() == 200
                        && json(group)
                                .path("properties")
                                .path("provisioningState")
                                .asString()
                                .equals("Succeeded");
        if (untouched) {
            assertEquals(new UUID(0, 0), operation, when + ": an acknowledged intent was lost");
            Answer things =
                    world.call(tenant.owner(), "GET", tenant.group("doomed") + "/resources");
            assertEquals(THINGS, json(things).path("value").size(), when);
            return;
        }
        for (int i = 0; i < 500; i++) {
            group = world.call(tenant.owner(), "GET", tenant.group("doomed"));
            if (group.status() == 404) {
                break;
            }
            Thread.sleep(10);
        }
        assertEquals(404, group.status(), when);
        Answer left = world.call(tenant.owner(), "GET", tenant.path() + "/resources");
        assertEquals(0, json(left).path("value").size(), when);
    }
}
