package fr.bleu.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.storage.DevelopmentAccounts.Wanted;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code AZURITE_ACCOUNTS} as Azurite reads it, and what is refused instead of guessed. */
final class AzuriteAccountsTest {

    private static String base64(String key) {
        return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void withoutTheVariableThereIsTheEmulatorsAccount() {
        for (String unset : new String[] {null, ""}) {
            List<Wanted> accounts = AzuriteAccounts.parse(unset);
            assertEquals(1, accounts.size());
            assertEquals("devstoreaccount1", accounts.getFirst().name());
            assertEquals(64, accounts.getFirst().key1().length);
            assertTrue(AzuriteAccounts.isWellKnown(accounts.getFirst()));
        }
    }

    @Test
    void severalAccountsWithOneKeyOrTwo() {
        List<Wanted> accounts =
                AzuriteAccounts.parse(
                        " one:"
                                + base64("k1")
                                + ":"
                                + base64("k2")
                                + ";two-2:"
                                + base64("k3")
                                + ";\n");
        assertEquals(List.of("one", "two-2"), accounts.stream().map(Wanted::name).toList());
        assertArrayEquals(bytes("k1"), accounts.getFirst().key1());
        assertArrayEquals(bytes("k2"), accounts.getFirst().key2());
        assertArrayEquals(bytes("k3"), accounts.getLast().key1());
        assertArrayEquals(bytes("k3"), accounts.getLast().key2());
    }

    @Test
    void anEmptySecondKeyIsNone() {
        Wanted account = AzuriteAccounts.parse("one:" + base64("k1") + ":").getFirst();
        assertArrayEquals(bytes("k1"), account.key2());
    }

    @Test
    void theEmulatorsAccountWithAnotherKeyIsNotTheWellKnownOne() {
        Wanted account = AzuriteAccounts.parse("devstoreaccount1:" + base64("k1")).getFirst();
        assertFalse(AzuriteAccounts.isWellKnown(account));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                ";",
                "one",
                "one:",
                "one:c2VjcmV0:c2VjcmV0:c2VjcmV0",
                ":c2VjcmV0",
                "One:c2VjcmV0",
                "a/b:c2VjcmV0",
                "one-secondary:c2VjcmV0",
                "one:c2VjcmV0!",
                "one:c2VjcmV0:c2VjcmV0!",
                "one:c2VjcmV0;two",
                "one:c2VjcmV0;one:c2VjcmV0",
                "one:c2VjcmV0 ;two:c2VjcmV0",
            })
    void whatIsMalformedIsRefusedWithoutRepeatingAKey(String value) {
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> AzuriteAccounts.parse(value));
        assertTrue(failure.getMessage().contains("AZURITE_ACCOUNTS"), failure.getMessage());
        assertFalse(failure.getMessage().contains("c2VjcmV0"), failure.getMessage());
    }

    @Test
    void numbersAreBounded() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            many.append("a").append(i).append(":a2V5;");
        }
        assertThrows(CommandFailure.class, () -> AzuriteAccounts.parse(many.toString()));
        String longKey = base64("k".repeat(513));
        assertThrows(CommandFailure.class, () -> AzuriteAccounts.parse("one:" + longKey));
    }
}
