package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.RootKey;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.disk.DiskFile;
import fr.bleu.store.disk.SimulatedDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without the customer's key there is nothing to be had, not even for the platform. */
class CustomerKeySecrecyTest {
    private static final String WORD = "a-canary-sings-in-the-cage";

    private final SimulatedDisk records = new SimulatedDisk(1);
    private final SimulatedDisk extents = new SimulatedDisk(2);
    private final World world =
            new World(
                    new TestClock(),
                    records,
                    extents,
                    RootKey.generate(new SecureRandom()),
                    UUID.randomUUID(),
                    UUID.randomUUID());
    private final CustomerKeys mine = new CustomerKeys(1);

    @BeforeEach
    void someBlobs() {
        world.bearAccount();
        world.send("PUT", "/con?restype=container");
        put("/con/small", WORD);
        put("/con/large", WORD.repeat(1_000));
        block("/con/open");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void put(String blob, String body) {
        var request = world.request("PUT", blob).with("x-ms-blob-type", "BlockBlob").body(body);
        assertEquals(201, world.send(mine.on(request)).status());
    }

    private void block(String blob) {
        var request = world.request("PUT", blob + "?comp=block&blockid=AAAA").body(WORD);
        assertEquals(201, world.send(mine.on(request)).status());
    }

    private static String everything(SimulatedDisk disk, String folder) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : disk.list(folder)) {
            String path = folder.isEmpty() ? name : folder + "/" + name;
            try (DiskFile file = disk.open(path)) {
                byte[] bytes = new byte[Math.toIntExact(file.size())];
                file.read(0, bytes, 0, bytes.length);
                all.append(new String(bytes, StandardCharsets.ISO_8859_1));
            } catch (NoSuchFileException e) {
                all.append(everything(disk, path));
            }
        }
        return all.toString();
    }

    private static void requireAbsent(String all, byte[] bytes, String what) {
        assertFalse(all.contains(new String(bytes, StandardCharsets.ISO_8859_1)), what);
    }

    @Test
    void neitherTheKeyNorItsHashNorTheContentIsOnAnyDisk() throws IOException {
        String all = everything(records, "") + everything(extents, "");
        assertTrue(all.contains("large"), "names can be found");
        requireAbsent(all, mine.secret(), "key");
        requireAbsent(all, mine.hash(), "hash");
        requireAbsent(all, mine.key().getBytes(StandardCharsets.US_ASCII), "key as text");
        requireAbsent(all, mine.sha256().getBytes(StandardCharsets.US_ASCII), "hash as text");
        requireAbsent(all, WORD.getBytes(StandardCharsets.US_ASCII), "content");
    }

    private Blob blob(String name) {
        return world.inside.found(world.onBlob("con", name)).existing();
    }

    @Test
    void theAccountsKeyDoesNotOpenIt() {
        SealingKey account = world.keys.account(world.tenant, world.account("acct").id());
        FoundBlob small = world.inside.found(world.onBlob("con", "small"));
        var inline = (Content.Inline) small.existing().content();
        assertThrows(
                OpenFailedException.class,
                () -> account.open(inline.sealed(), small.key().bytes()));
        var whole = (Content.Whole) blob("large").content();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThrows(
                OpenFailedException.class,
                () ->
                        world.extents.read(
                                whole.extent(),
                                world.account("acct").id(),
                                account,
                                0,
                                whole.length(),
                                out));
        assertEquals(0, out.size());
    }

    @Test
    void theCustomersKeyAloneDoesNotOpenIt() {
        SealingKey other = world.keys.tenant(world.tenant);
        FoundBlob small = world.inside.found(world.onBlob("con", "small"));
        var inline = (Content.Inline) small.existing().content();
        SealingKey below = other.below("storage customer key", mine.secret());
        assertThrows(
                OpenFailedException.class, () -> below.open(inline.sealed(), small.key().bytes()));
    }

    @Test
    void aReaderThatForgetsToAskHasNoKey() {
        FoundBlob found = world.inside.found(world.onBlob("con", "large"));
        OpenBlob open =
                new OpenBlob(
                        found.existing(),
                        found.key(),
                        found.target().container(),
                        GivenEncryption.DEFAULT,
                        Long.MAX_VALUE,
                        true,
                        Optional.empty());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThrows(
                fr.bleu.http.Failure.class,
                () -> world.storage.reader().read(open, new ByteRange(0, 10), out));
        assertEquals(0, out.size());
    }

    @Test
    void itsTextTellsNothing() {
        CustomerKey key = new CustomerKey(mine.secret(), mine.hash());
        assertEquals("CustomerKey", key.toString());
        String shown = new GivenEncryption.Customer(key).toString();
        assertFalse(shown.contains(mine.key()), shown);
    }

    @Test
    void theScrubCountsWhatItCannotOpenAndReportsNoDamage() throws InterruptedException {
        try (Scrub scrub = new Scrub(world.storage, world.trust.upkeep(), Long.MAX_VALUE / 8)) {
            assertTrue(scrub.start());
            while (scrub.report().running()) {
                Thread.sleep(5);
            }
            assertEquals(3, scrub.report().unreadable());
            assertEquals(0, scrub.report().damaged());
            assertEquals(0, scrub.report().failures());
        }
    }
}
