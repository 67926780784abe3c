package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.ledger.Checkpoint;
import fr.bleu.ledger.ExportVerifier;
import fr.bleu.ledger.ReceiptVerifier;
import fr.bleu.ledger.Report;
import fr.bleu.store.Key;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    private static final Action WRITE =
            Action.write("Microsoft.Resources/subscriptions/resourceGroups/write");

    private final World world = new World();
    private final World.Tenant tenant = world.tenant();
    private final World.Tenant other = world.tenant();

    @TempDir private Path folder;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aPromiseBecomesAProofThatVerifiesOffline() {
        Receipt.Promised promised = write("x");
        Receipt.Included included =
                world.trust.receipts().proof(promised.change(), tenant.id()).orElseThrow();
        assertEquals(promised.index(), included.index());
        Report report = ReceiptVerifier.verify(included.header(), world.trust.ledger().vkey());
        assertTrue(report.message().contains("entry " + included.index()), report.message());
        assertTrue(!(report instanceof Report.Failed), report.message());
    }

    @Test
    void itTellsHowFarItsSigningIs() {
        Receipt.Promised promised = write("x");
        world.trust.ledger().checkpoint();
        Ledger.Progress progress = world.trust.ledger().progress();
        assertTrue(progress.signed() > promised.index());
        assertTrue(progress.signed() <= progress.durable());
    }

    @Test
    void aProofIsShownToItsOwnTenantOnly() {
        Receipt.Promised promised = write("x");
        assertEquals(Optional.empty(), world.trust.receipts().proof(promised.change(), other.id()));
    }

    @Test
    void anExportVerifiesWithTheReceiptAndOpensThePlatformsEntriesOnly() throws Exception {
        Receipt.Promised promised = write("x");
        Path export = export(Optional.empty());
        Report report =
                ExportVerifier.verify(
                        export, world.trust.ledger().vkey(), Optional.of(promised.header()));
        assertInstanceOf(Report.Verified.class, report, report.message());
        String opened = opened(export);
        assertTrue(opened.contains("Bleu.Platform/ledger/export"), "the intent is in the export");
        assertTrue(!opened.contains(WRITE.name()), "a tenant's entry was opened");
    }

    @Test
    void aTenantIsOpenedOnlyWhenAskedAndItsLedgerSaysSo() throws Exception {
        write("x");
        Path export = export(Optional.of(tenant.id()));
        assertTrue(opened(export).contains(WRITE.name()));
        List<String> told = world.entries(tenant.id(), "operator");
        assertEquals(2, told.size());
        assertTrue(told.getFirst().contains("\"result\":\"intended\""), told.getFirst());
        assertTrue(told.getLast().contains("\"result\":\"done\""), told.getLast());
        assertEquals(0, world.entries(other.id(), "operator").size());
    }

    @Test
    void nothingIsExportedWhenTheIntentCannotBeCommitted() {
        Permit permit = exportPermit();
        world.store.busy(change -> !change.entries().isEmpty());
        assertThrows(
                UnavailableException.class,
                () -> world.trust.ledger().export(permit, folder.resolve("e"), Optional.empty()));
        world.store.busy(_ -> false);
        assertTrue(Files.notExists(folder.resolve("e")));
    }

    @Test
    void anExportThatFailsIsRecordedAsFailed() throws Exception {
        Files.createDirectories(folder.resolve("export/in-the-way"));
        assertThrows(Exception.class, () -> export(Optional.empty()));
        String last = world.entries(Key.PLATFORM, "operator").getLast();
        assertTrue(last.contains("\"result\":\"failed\""), last);
    }

    @Test
    void anotherPermitExportsNothing() {
        Permit status =
                world.trust
                        .authorizer()
                        .permit(
                                World.OPERATOR,
                                Actions.STATUS,
                                Target.of(Key.PLATFORM, Scope.of("")));
        assertThrows(
                IllegalStateException.class,
                () -> world.trust.ledger().export(status, folder.resolve("e"), Optional.empty()));
        assertTrue(Files.notExists(folder.resolve("e")));
    }

    @Test
    void anAlteredExportFailsAtItsEntry() throws Exception {
        write("x");
        Path export = export(Optional.empty());
        Path entries = only(export.resolve("tile/entries"));
        byte[] bytes = Files.readAllBytes(entries);
        bytes[2 * 59 + 30] ^= 1;
        Files.write(entries, bytes);
        Report report =
                ExportVerifier.verify(export, world.trust.ledger().vkey(), Optional.empty());
        assertInstanceOf(Report.Failed.class, report);
        assertTrue(report.message().contains("2"), report.message());
    }

    @Test
    void checkpointsAreKeptOutsideTheStoreBeforeAnybodySeesThem() {
        String shown = world.trust.ledger().checkpoint();
        assertTrue(world.published.contains(shown));
        assertTrue(shown.startsWith(World.STAMP + "/g1\n"), shown);
    }

    @Test
    void aStoreShorterThanWhatWasPublishedIsRefused() {
        write("x");
        Genesis genesis = Genesis.open(world.config(Optional.empty()));
        long more = world.store.ledger().size() + 1;
        String published =
                new Checkpoint(World.STAMP + "/g1", more, new byte[32]).sign(genesis.ledgerKey());
        world.trust.close();
        TrustRefusedException refused =
                assertThrows(
                        TrustRefusedException.class,
                        () -> Trust.open(world.config(Optional.of(published))).close());
        assertTrue(refused.getMessage().contains("shortened"), refused.getMessage());
    }

    @Test
    void aStoreWithAnotherLedgerThanWasPublishedIsRefused() {
        write("x");
        Genesis genesis = Genesis.open(world.config(Optional.empty()));
        String published =
                new Checkpoint(World.STAMP + "/g1", 2, new byte[32]).sign(genesis.ledgerKey());
        world.trust.close();
        assertThrows(
                TrustRefusedException.class,
                () -> Trust.open(world.config(Optional.of(published))).close());
    }

    @Test
    void aStoreThatHoldsWhatWasPublishedOpensAgain() {
        write("x");
        String published = world.trust.ledger().checkpoint();
        write("y");
        world.trust.close();
        try (Trust again = Trust.open(world.config(Optional.of(published)))) {
            assertEquals(world.trust.ledger().vkey(), again.ledger().vkey());
            assertEquals(world.trust.ledger().tag(tenant.id()), again.ledger().tag(tenant.id()));
        }
    }

    @Test
    void anAlteredPublishedCheckpointIsRefused() {
        write("x");
        String published = world.trust.ledger().checkpoint().replaceFirst("\n[0-9]+\n", "\n1\n");
        world.trust.close();
        assertThrows(
                TrustRefusedException.class,
                () -> Trust.open(world.config(Optional.of(published))).close());
    }

    @Test
    void tagsTellTenantsApartAndArePseudonyms() {
        String tag = world.trust.ledger().tag(tenant.id());
        assertEquals(32, tag.length());
        assertTrue(!tag.equals(world.trust.ledger().tag(other.id())));
        assertTrue(!tag.equals(tenant.id().toString().replace("-", "")));
    }

    private Receipt.Promised write(String name) {
        Permit permit = world.trust.authorizer().permit(tenant.owner(), WRITE, tenant.group("g"));
        CommitResult result =
                world.trust
                        .commits()
                        .commit(permit, new Draft().put(tenant.thing(name), new byte[] {1}));
        return (Receipt.Promised) World.committed(result).receipt();
    }

    private Permit exportPermit() {
        return world.trust
                .authorizer()
                .permit(
                        World.OPERATOR,
                        Actions.LEDGER_EXPORT,
                        Target.of(Key.PLATFORM, Scope.of("")));
    }

    private Path export(Optional<UUID> opened) throws Exception {
        Path export = folder.resolve("export");
        world.trust.ledger().export(exportPermit(), export, opened);
        return export;
    }

    private static String opened(Path export) throws Exception {
        return Files.readString(only(export.resolve("opened")), StandardCharsets.ISO_8859_1);
    }

    private static Path only(Path under) throws Exception {
        try (Stream<Path> files = Files.walk(under)) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }
}
