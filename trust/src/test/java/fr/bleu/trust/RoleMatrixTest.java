package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may do what, in one table that a reviewer can read. */
class RoleMatrixTest {

    private static final String STORAGE = "Microsoft.Storage/storageAccounts/";
    private static final String CONTAINERS = STORAGE + "blobServices/containers/";
    private static final String SECRETS = "Microsoft.KeyVault/vaults/secrets/";

    private static final List<Action> ACTIONS =
            List.of(
                    Action.read("Microsoft.Resources/subscriptions/read"),
                    Action.read("Microsoft.Resources/subscriptions/locations/read"),
                    Action.read("Microsoft.Resources/subscriptions/providers/read"),
                    Action.read("Microsoft.Resources/subscriptions/resourceGroups/read"),
                    Action.write("Microsoft.Resources/subscriptions/resourceGroups/write"),
                    Action.write("Microsoft.Resources/subscriptions/resourceGroups/delete"),
                    Action.read("Microsoft.Resources/subscriptions/resources/read"),
                    Action.write("Microsoft.Storage/register/action"),
                    Action.write("Microsoft.KeyVault/register/action"),
                    Action.read("Microsoft.Authorization/roleDefinitions/read"),
                    Actions.ROLE_READ,
                    Actions.ROLE_ASSIGN,
                    Actions.ROLE_REMOVE,
                    Actions.ACTIVITY_READ,
                    Actions.POLICY_TIGHTEN,
                    Action.read(STORAGE + "read"),
                    Action.write(STORAGE + "write"),
                    Action.write(STORAGE + "delete"),
                    Action.read(STORAGE + "listKeys/action"),
                    Action.write(STORAGE + "regenerateKey/action"),
                    Action.read(CONTAINERS + "read"),
                    Action.write(CONTAINERS + "write"),
                    Action.write(CONTAINERS + "delete"),
                    Action.read(STORAGE + "blobServices/generateUserDelegationKey/action"),
                    Action.dataRead(CONTAINERS + "blobs/read"),
                    Action.dataWrite(CONTAINERS + "blobs/write"),
                    Action.dataWrite(CONTAINERS + "blobs/add/action"),
                    Action.dataWrite(CONTAINERS + "blobs/delete"),
                    Action.dataWrite(CONTAINERS + "blobs/manageOwnership/action"),
                    Action.read("Microsoft.KeyVault/vaults/read"),
                    Action.write("Microsoft.KeyVault/vaults/write"),
                    Action.write("Microsoft.KeyVault/vaults/delete"),
                    Action.write("Microsoft.KeyVault/locations/deletedVaults/purge/action"),
                    Action.dataRead(SECRETS + "getSecret/action"),
                    Action.dataRead(SECRETS + "readMetadata/action"),
                    Action.dataWrite(SECRETS + "setSecret/action"),
                    Action.dataWrite(SECRETS + "update/action"),
                    Action.dataWrite(SECRETS + "delete"),
                    Action.dataWrite(SECRETS + "recover/action"),
                    Action.dataWrite(SECRETS + "purge/action"));

    @Test
    void theMatrixOfRolesAndActionsIsTheGoldenOne() throws Exception {
        StringBuilder matrix = new StringBuilder();
        for (Action action : ACTIONS) {
            matrix.append(action.plane()).append(' ').append(action.name()).append('\n');
            for (RoleDefinition role : BuiltInRoles.all()) {
                if (role.permits(action)) {
                    matrix.append("    ").append(role.name()).append('\n');
                }
            }
        }
        assertEquals(Golden.read("permission-matrix.txt", matrix.toString()), matrix.toString());
    }

    @Test
    void theRolesBearAzuresIds() {
        StringBuilder ids = new StringBuilder();
        for (RoleDefinition role : BuiltInRoles.all()) {
            ids.append(role.id()).append(' ').append(role.name()).append('\n');
        }
        assertEquals(Golden.read("role-ids.txt", ids.toString()), ids.toString());
    }
}
