package fr.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportVerifierTest {

    private static final int SIZE = 600;
    private static final int RECORD = 59;

    private final ExportFixture ledger = new ExportFixture(SIZE, 7);
    private @TempDir Path temporary;

    @Test
    void aWholeExportVerifiesAtEverySize() throws Exception {
        for (int size : new int[] {0, 1, 2, 255, 256, 257, 511, 512, 600}) {
            ExportFixture one = new ExportFixture(size, size);
            Report report = one.verify(one.export(temporary.resolve("e" + size)));
            Report.Verified verified = assertInstanceOf(Report.Verified.class, report);
            assertEquals(size, verified.checkpoint().size());
            assertEquals((size + 2) / 3, verified.opened());
            assertEquals(size > 0, verified.times().isPresent());
        }
    }

    @Test
    void aTreeOfThreeTileLevelsVerifiesAndHasTheSpecifiedFiles() throws Exception {
        ExportFixture large = new ExportFixture(ExportFixture.SIZE, 3);
        Path export = large.export(temporary.resolve("large"));
        // c2sp.org/tlog-tiles: 70,000 entries are 273 full tiles and one of 112; 1 and 17; 1.
        for (String path :
                List.of(
                        "tile/0/000",
                        "tile/0/272",
                        "tile/0/273.p/112",
                        "tile/1/000",
                        "tile/1/001.p/17",
                        "tile/2/000.p/1",
                        "tile/entries/273.p/112")) {
            assertTrue(Files.isRegularFile(export.resolve(path)), path);
        }
        assertInstanceOf(Report.Verified.class, large.verify(export));
        ExportFixture.flip(export.resolve("tile/entries/200"), 44L * RECORD + 30);
        finds(new Finding.AlteredEntry(200 * 256 + 44, "tile/entries/200"), large.verify(export));
    }

    @Test
    void pathsAreEncodedAsTheSpecificationShows() {
        assertEquals("tile/0/x001/x234/067", Tiles.tilePath(0, 1_234_067, 256));
        assertEquals("tile/5/000.p/9", Tiles.tilePath(5, 0, 9));
        assertEquals("tile/entries/x001/000.p/255", Tiles.entriesPath(1000, 255));
        assertEquals(OptionalLong.of(1_234_067), Tiles.openedNumber("opened/x001/x234/067"));
        for (String bad : List.of("opened/../x", "opened/x000/001", "opened/1", "tile/000")) {
            assertEquals(OptionalLong.empty(), Tiles.openedNumber(bad), bad);
        }
    }

    @Test
    void anExportSignedByAnotherKeyFails() throws Exception {
        SignerKey other = SignerKey.generate(ExportFixture.ORIGIN, new SecureRandom());
        Path export = ledger.export(temporary.resolve("e"), other);
        assertInstanceOf(Finding.OtherKey.class, finding(ledger.verify(export)));
    }

    @Test
    void anExportRewrittenAndSignedWholesaleByAnotherKeyFails() throws Exception {
        ExportFixture forged = new ExportFixture(SIZE, 8);
        Path export = forged.export(temporary.resolve("e"));
        assertInstanceOf(Report.Verified.class, forged.verify(export));
        assertInstanceOf(Finding.OtherKey.class, finding(ledger.verify(export)));
    }

    @Test
    void aRewrittenTreeUnderTheOldCheckpointFails() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        ExportFixture forged = new ExportFixture(SIZE, 8);
        Path other = forged.export(temporary.resolve("f"));
        Files.copy(
                export.resolve("checkpoint"),
                other.resolve("checkpoint"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertInstanceOf(Finding.OtherRoot.class, finding(ledger.verify(other)));
    }

    @Test
    void theSameKeyUnderAnotherGenerationsNameFails() throws Exception {
        SignerKey next = ledger.signer.named("bleu.local/test/stamp1/g2");
        Path export = ledger.export(temporary.resolve("e"), next);
        assertInstanceOf(Finding.OtherKey.class, finding(ledger.verify(export)));
        String crossed = Note.sign(ledger.head(5).text().replace("/g1", "/g2"), ledger.signer);
        Files.writeString(export.resolve("checkpoint"), crossed);
        assertInstanceOf(Finding.OtherOrigin.class, finding(ledger.verify(export)));
    }

    @Test
    void aMissingBundleOrTileIsATruncation() throws Exception {
        for (String path : List.of("tile/entries/001", "tile/0/001", "tile/1/000.p/2")) {
            Path export = ledger.export(temporary.resolve(path.replace('/', '-')));
            Files.delete(export.resolve(path));
            Finding finding = finding(ledger.verify(export));
            assertEquals(path, assertInstanceOf(Finding.Truncated.class, finding).path());
        }
    }

    @Test
    void entriesCutFromTheEndAreATruncationAtTheFirstOneMissing() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        Path last = export.resolve("tile/entries/002.p/88");
        Files.write(last, Arrays.copyOf(Files.readAllBytes(last), 80 * RECORD + 5));
        finds(
                new Finding.Truncated("tile/entries/002.p/88", SIZE, OptionalLong.of(592)),
                ledger.verify(export));
    }

    @Test
    void aRemovedEntryIsNamed() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        Path bundle = export.resolve("tile/entries/001");
        byte[] bytes = Files.readAllBytes(bundle);
        byte[] less = new byte[bytes.length - RECORD];
        System.arraycopy(bytes, 0, less, 0, 10 * RECORD);
        System.arraycopy(bytes, 11 * RECORD, less, 10 * RECORD, less.length - 10 * RECORD);
        Files.write(bundle, less);
        finds(new Finding.RemovedEntry(266, "tile/entries/001"), ledger.verify(export));
    }

    @Test
    void anEntryOverwrittenByTheNextIsAlteredNotRemoved() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        Path bundle = export.resolve("tile/entries/001");
        byte[] bytes = Files.readAllBytes(bundle);
        System.arraycopy(bytes, 11 * RECORD, bytes, 10 * RECORD, RECORD);
        Files.write(bundle, bytes);
        finds(new Finding.AlteredEntry(266, "tile/entries/001"), ledger.verify(export));
    }

    @Test
    void anAlteredLeafFailsAtItsEntryWhicheverByteItIs() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        Path bundle = export.resolve("tile/entries/002.p/88");
        byte[] whole = Files.readAllBytes(bundle);
        for (int at = 0; at < whole.length; at += 13) {
            ExportFixture.flip(bundle, at);
            finds(
                    new Finding.AlteredEntry(512 + at / RECORD, "tile/entries/002.p/88"),
                    ledger.verify(export));
            Files.write(bundle, whole);
        }
        assertInstanceOf(Report.Verified.class, ledger.verify(export));
    }

    @Test
    void anAlteredOpenedEntryOrSaltFailsAtItsEntry() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        Path opened = export.resolve("opened/000");
        byte[] whole = Files.readAllBytes(opened);
        int first = Opening.HEADER_BYTES + "entry 0".length();
        for (int at : new int[] {8, 39, first - 1}) {
            ExportFixture.flip(opened, at);
            finds(new Finding.AlteredOpening(0, "opened/000"), ledger.verify(export));
            Files.write(opened, whole);
        }
        ExportFixture.flip(opened, first + 20);
        finds(new Finding.AlteredOpening(3, "opened/000"), ledger.verify(export));
    }

    @Test
    void malformedOpeningsAreRefused() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        Path opened = export.resolve("opened/000");
        byte[] whole = Files.readAllBytes(opened);
        for (int at : new int[] {0, 6, 40}) {
            ExportFixture.flip(opened, at);
            assertInstanceOf(Finding.MalformedFile.class, finding(ledger.verify(export)));
            Files.write(opened, whole);
        }
        Files.write(opened, Arrays.copyOf(whole, whole.length - 1));
        assertInstanceOf(Finding.MalformedFile.class, finding(ledger.verify(export)));
        Files.write(opened, whole);
        Files.write(export.resolve("opened/003"), whole);
        assertInstanceOf(Finding.MalformedFile.class, finding(ledger.verify(export)));
    }

    @Test
    void anEntryOpenedTwiceIsRefused() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        Path opened = export.resolve("opened/000");
        byte[] whole = Files.readAllBytes(opened);
        int first = Opening.HEADER_BYTES + "entry 0".length();
        byte[] twice = new byte[first + whole.length];
        System.arraycopy(whole, 0, twice, 0, first);
        System.arraycopy(whole, 0, twice, first, whole.length);
        Files.write(opened, twice);
        assertInstanceOf(Finding.MalformedFile.class, finding(ledger.verify(export)));
    }

    @Test
    void aTileThatIsCutIsRefused() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        for (String path : List.of("tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2")) {
            Path tile = export.resolve(path);
            byte[] whole = Files.readAllBytes(tile);
            for (int left : new int[] {0, whole.length - 32, whole.length - 1}) {
                Files.write(tile, Arrays.copyOf(whole, left));
                assertInstanceOf(Finding.MalformedFile.class, finding(ledger.verify(export)));
            }
            Files.write(tile, whole);
        }
    }

    @Test
    void anAlteredTileIsNamed() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        ExportFixture.flip(export.resolve("tile/0/001"), 100);
        finds(new Finding.AlteredTile("tile/0/001"), ledger.verify(export));
        for (String edge : List.of("tile/0/002.p/88", "tile/1/000.p/2")) {
            Path other = ledger.export(temporary.resolve(edge.replace('/', '-')));
            ExportFixture.flip(other.resolve(edge), 33);
            finds(
                    new Finding.OtherRoot(List.of("tile/0/002.p/88", "tile/1/000.p/2")),
                    ledger.verify(other));
        }
    }

    @Test
    void anEntryAlteredTogetherWithItsTileStillFails() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        Path bundle = export.resolve("tile/entries/001");
        ExportFixture.flip(bundle, 30);
        byte[] tile = Files.readAllBytes(export.resolve("tile/0/001"));
        byte[] leaf = Arrays.copyOfRange(Files.readAllBytes(bundle), 2, RECORD);
        System.arraycopy(Merkle.leafHash(leaf), 0, tile, 0, 32);
        Files.write(export.resolve("tile/0/001"), tile);
        finds(new Finding.AlteredTile("tile/0/001"), ledger.verify(export));
    }

    @Test
    void anyAlteredByteOfTheCheckpointFails() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        Path file = export.resolve("checkpoint");
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            Report report = ledger.verify(export);
            assertInstanceOf(Report.Failed.class, report, "byte " + at);
        }
        String text = new String(whole, StandardCharsets.UTF_8);
        Files.writeString(file, text.replace("\n600\n", "\n599\n"));
        assertInstanceOf(Finding.AlteredCheckpoint.class, finding(ledger.verify(export)));
        Files.writeString(file, text.replace("\n600\n", "\n0600\n"));
        assertInstanceOf(Finding.MalformedCheckpoint.class, finding(ledger.verify(export)));
        Files.delete(file);
        assertInstanceOf(Finding.MalformedFile.class, finding(ledger.verify(export)));
    }

    @Test
    void filesThatAreTooLongOrNoPlainFilesAreRefused() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        Path bundle = export.resolve("tile/entries/001");
        byte[] whole = Files.readAllBytes(bundle);
        Files.write(bundle, Arrays.copyOf(whole, whole.length + 1));
        assertInstanceOf(Finding.MalformedFile.class, finding(ledger.verify(export)));
        Path outside = Files.write(temporary.resolve("outside"), whole);
        Files.delete(bundle);
        Files.createSymbolicLink(bundle, outside);
        assertInstanceOf(Finding.MalformedFile.class, finding(ledger.verify(export)));
        Files.delete(bundle);
        Files.createDirectory(bundle);
        assertInstanceOf(Finding.MalformedFile.class, finding(ledger.verify(export)));
    }

    @Test
    void aLinkedFolderOfTheExportIsRefused() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        Files.move(export.resolve("tile"), temporary.resolve("elsewhere"));
        Files.createSymbolicLink(export.resolve("tile"), temporary.resolve("elsewhere"));
        assertInstanceOf(Finding.MalformedFile.class, finding(ledger.verify(export)));
    }

    @Test
    void anUnusableKeyIsSaidToBeOne() throws Exception {
        Path export = ledger.export(temporary.resolve("e"));
        Report report = ExportVerifier.verify(export, "nonsense", java.util.Optional.empty());
        assertInstanceOf(Finding.UnusableKey.class, finding(report));
    }

    @Test
    void theWriterRefusesLeavesThatAreNotTheCheckpoints() {
        Path export = temporary.resolve("e");
        String signed = new ExportFixture(SIZE, 8).head(SIZE).sign(ledger.signer);
        assertThrows(
                IOException.class,
                () ->
                        ExportWriter.write(
                                export,
                                signed,
                                ledger.leaves.iterator(),
                                List.<Opening>of().iterator()));
        assertTrue(Files.notExists(export.resolve("checkpoint")));
    }

    private static Finding finding(Report report) {
        return assertInstanceOf(Report.Failed.class, report).finding();
    }

    private static void finds(Finding expected, Report report) {
        assertEquals(expected, finding(report));
        assertEquals(expected.message(), report.message());
    }
}
