package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The platform's private keys and a record's content appear in no entry and in no clear record. */
class NoSecretInEntriesTest {

    private static final String CANARY = "canary-7f3a91";
    private static final Action WRITE =
            Action.write("Microsoft.Resources/subscriptions/resourceGroups/write");

    @Test
    void neitherContentsNorKeysStandInEntriesOrInClear() {
        try (World world = new World()) {
            World.Tenant tenant = world.tenant();
            Permit permit =
                    world.trust.authorizer().permit(tenant.owner(), WRITE, tenant.group("g"));
            byte[] secret = CANARY.getBytes(StandardCharsets.UTF_8);
            World.committed(
                    world.trust
                            .commits()
                            .commit(permit, new Draft().put(tenant.thing("x"), secret)));
            Genesis genesis = Genesis.open(world.config(Optional.empty()));
            List<String> secrets =
                    List.of(
                            CANARY,
                            genesis.ledgerKey().secretText(),
                            genesis.policyKey().secretText());
            assertNone(secrets, String.join("\n", world.entries(tenant.id())));
            assertNone(secrets, String.join("\n", world.entries(Key.PLATFORM)));
            for (int table = 48; table < 80; table++) {
                assertNone(secrets, records(world, table));
            }
        }
    }

    private static String records(World world, int table) {
        Key prefix = Key.of(Key.PLATFORM, fr.bleu.store.Table.of(table, "any"));
        StringBuilder text = new StringBuilder();
        for (Stored stored : world.store.scanPrefix(prefix, 100)) {
            text.append(new String(stored.value(), StandardCharsets.ISO_8859_1)).append('\n');
        }
        return text.toString();
    }

    private static void assertNone(List<String> secrets, String text) {
        for (String secret : secrets) {
            // PRIVATE+KEY+name+hash+base64, whose base64 may hold plus signs itself.
            String[] parts = secret.split("\\+", 5);
            String end = parts[parts.length - 1];
            assertTrue(!text.contains(end), "a secret stands in clear");
        }
    }
}
