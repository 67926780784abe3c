package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL's backups and archived log by pgBackRest, with an account as the repository. */
@Tag("heavy")
@Tag("pgbackrest")
@Tag("names")
@Proves(
        client = Client.PGBACKREST,
        operations = {
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB,
            BlobOperation.GET_BLOB_PROPERTIES,
            BlobOperation.DELETE_BLOB,
            BlobOperation.PUT_BLOCK,
            BlobOperation.PUT_BLOCK_LIST
        })
class PostgresBackupTest {

    @Test
    void aLostClusterComesBackAsItWas() throws Exception {
        TestAccount account = TestAccount.create("postgresaccount");
        account.container("pgbackrest");
        String script = PythonSdkTest.script("postgres/backup.sh").toString();
        ProcessBuilder backup = new ProcessBuilder("bash", script);
        backup.environment().putAll(account.environment());
        Cloud.Result result = Cloud.run(backup);
        assertEquals(0, result.exit(), result.output());
        assertEquals("full\nincremental\nlost\nrestored\nexpired\n", result.output());
    }
}
