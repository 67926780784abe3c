package fr.bleu.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class UnsupportedPropertiesTest {

    @Test
    void theAccessPolicyThatAzSendsByDefaultIsRefusedWithWhatToType() {
        ObjectNode properties = Json.object();
        properties.putArray("accessPolicies").addObject();
        Failure refusal =
                assertThrows(
                        Failure.class,
                        () -> UnsupportedProperties.refuse(new PropertyReader(properties)));
        assertEquals(
                "The property 'properties.accessPolicies' is not supported: access is given by role"
                        + " assignments, which az asks for with --enable-rbac-authorization true.",
                refusal.getMessage());
    }
}
