package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {

    @ParameterizedTest
    @CsvSource({
        "*, Microsoft.Storage/storageAccounts/write, true",
        "*/read, Microsoft.Storage/storageAccounts/read, true",
        "*/read, Microsoft.Storage/storageAccounts/readMetadata/action, false",
        "*/read, Microsoft.Insights/eventtypes/values/Read, true",
        "Microsoft.Authorization/*/Write, microsoft.authorization/roleAssignments/write, true",
        "Microsoft.Authorization/*/Write, Microsoft.Authorization/write, false",
        "Microsoft.KeyVault/vaults/*/read, Microsoft.KeyVault/vaults/secrets/versions/read, true",
        "Microsoft.KeyVault/vaults/secrets/*, Microsoft.KeyVault/vaults/secretsX/read, false",
        "Microsoft.Storage/storageAccounts/read, Microsoft.Storage/storageAccounts/read/x, false",
        "Microsoft.Storage/storageAccounts/read, XMicrosoft.Storage/storageAccounts/read, false",
        "a*b*c, aXbXbXc, true",
        "a*b*c, aXbXbX, false",
        "a**, a, true",
        "'', a, false",
    })
    void aStarStandsForAnyCharactersAndCaseDoesNotCount(
            String pattern, String name, boolean matches) {
        assertEquals(matches, Wildcard.matches(pattern, name));
    }
}
