package fr.bleu.storage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class AccountTemplateTest {

    @Test
    void theSkuThatAzAsksForByDefaultIsRefusedWithWhatToType() {
        ObjectNode body = Json.object().put("kind", "StorageV2");
        body.putObject("sku").put("name", "Standard_RAGRS");
        Failure refusal = assertThrows(Failure.class, () -> AccountTemplate.check(body, true));
        assertEquals(
                "The property 'sku.name' cannot be 'Standard_RAGRS': it must be 'Standard_LRS',"
                        + " for az --sku Standard_LRS --kind StorageV2.",
                refusal.getMessage());
    }

    @Test
    void aRefusalRepeatsOnlySoMuch() {
        ObjectNode unknown = Json.object().put("x".repeat(1_000), "y");
        ObjectNode sku = Json.object();
        sku.putObject("sku").put("name", "x".repeat(1_000));
        for (ObjectNode body : new ObjectNode[] {unknown, sku}) {
            Failure refusal = assertThrows(Failure.class, () -> AccountTemplate.check(body, false));
            assertTrue(refusal.getMessage().contains("x".repeat(100)));
            assertFalse(refusal.getMessage().contains("x".repeat(101)));
        }
    }
}
