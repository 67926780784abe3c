package fr.bleu.vault;

import static fr.bleu.vault.TestPlatform.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Caller;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the disk and in the ledger, and what somebody gains who can write there. */
class SecretSealingTest {

    private static final String VALUE = "hunter2-on-no-disk";
    private static final String TYPE = "type-on-no-disk";
    private static final String TAG = "tag-on-no-disk";

    private final TestPlatform platform = new TestPlatform();
    private final TestPlatform.Tenant tenant = platform.tenant(true);
    private final Caller.Principal officer = platform.vault(tenant, "v-one", "");

    @AfterEach
    void close() {
        platform.close();
    }

    private void set(String name, String value) {
        Answer answer =
                platform.call(
                        officer,
                        "v-one",
                        "PUT",
                        "/secrets/" + name,
                        "{\"value\":\"%s\",\"contentType\":\"%s\",\"tags\":{\"k\":\"%s\"}}"
                                .formatted(value, TYPE, TAG));
        assertEquals(200, answer.status());
    }

    @Test
    void valueContentTypeAndTagsAreOnTheDiskInNoPlainForm() throws Exception {
        set("findable", VALUE);
        platform.call(officer, "v-one", "PATCH", "/secrets/findable", "{\"tags\":{}}");
        platform.call(officer, "v-one", "DELETE", "/secrets/findable");
        String disk = platform.stored.diskContents();
        assertTrue(disk.contains("findable"), "the search finds nothing at all");
        for (String secret : new String[] {VALUE, TYPE, TAG}) {
            assertFalse(disk.contains(secret), secret);
        }
    }

    @Test
    void noEntryHasAValueContentTypeOrTag(@TempDir Path folder) throws Exception {
        set("findable", VALUE);
        platform.call(officer, "v-one", "GET", "/secrets/findable");
        String entries = platform.stored.entries(tenant, folder.resolve("export"));
        assertTrue(entries.contains("findable"), entries);
        for (String secret : new String[] {VALUE, TYPE, TAG}) {
            assertFalse(entries.contains(secret), secret);
        }
    }

    @Test
    void aVersionOpensNowhereButInItsOwnPlace() {
        set("open", "known");
        set("hidden", VALUE);
        for (String name : new String[] {"open", "hidden"}) {
            assertEquals(200, platform.call(officer, "v-one", "GET", "/secrets/" + name).status());
        }
        Stored known = version("open");
        Stored hidden = version("hidden");
        platform.stored.forge(known.key(), hidden.value());
        Answer read = platform.call(officer, "v-one", "GET", "/secrets/open");
        assertEquals(500, read.status());
        assertFalse(text(read).contains(VALUE));
    }

    private Stored version(String secret) {
        return platform.stored.records(Tables.VERSIONS).stream()
                .filter(
                        it ->
                                new String(
                                                it.key().bytes(),
                                                java.nio.charset.StandardCharsets.ISO_8859_1)
                                        .contains(secret))
                .findFirst()
                .orElseThrow();
    }
}
