package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Failure;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Properties lie in the account's record, beside its keys and rules. */
class ServicePropertiesRaceTest {

    /** Whenever a key is replaced while properties are set, the old one stays dead. */
    @Test
    void aReplacedKeyDoesNotComeBack() {
        int read = 1;
        while (replacedAt(read)) {
            read++;
        }
        assertTrue(read > 2, "only " + (read - 1) + " reads");
    }

    private static boolean replacedAt(int read) {
        try (World world = new World()) {
            byte[] old = world.account("acct").key1().secret();
            AtReads reads = new AtReads(world.trust.records(), read, () -> replace(world));
            Accounts accounts = new Accounts(reads, world.trust.names(), world.keys);
            ServiceProperties properties =
                    new ServiceProperties(
                            accounts,
                            world.trust.commits(),
                            new AccountGuard(accounts),
                            world.keys,
                            world.clock);
            try {
                properties.set(
                        world.management.onAccount("acct", "blobServices/write"),
                        settings -> settings.withDeletion(9, false));
            } catch (Failure busy) {
                assertEquals("ServerBusy", busy.code());
            }
            if (!reads.acted()) {
                return false;
            }
            Account now = world.account("acct");
            assertNotEquals(
                    HexFormat.of().formatHex(old),
                    HexFormat.of().formatHex(now.key1().secret()),
                    "at read " + read);
            return true;
        }
    }

    private static void replace(World world) {
        Accounts.Found found = world.storage.accounts().find("acct").orElseThrow();
        world.accountKeys.regenerate(
                world.management.onAccount("acct", "regeneratekey/action"),
                "key1",
                found.stored().unchanged());
    }
}
