package fr.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptVerifierTest {

    private final ExportFixture ledger = new ExportFixture(600, 7);
    private @TempDir Path temporary;
    private Path export;

    @BeforeEach
    void writeTheExport() throws Exception {
        export = ledger.export(temporary.resolve("export"));
    }

    @Test
    void anIncludedReceiptHoldsByItselfAndAgainstTheExport() {
        for (int size : new int[] {18, 256, 513, 600}) {
            String receipt = ledger.included(17, size);
            Report alone = ReceiptVerifier.verify(receipt, ledger.vkey);
            assertEquals(size, assertInstanceOf(Report.Verified.class, alone).checkpoint().size());
            assertInstanceOf(Report.Verified.class, ledger.verify(export, receipt));
        }
    }

    @Test
    void aPromiseNeedsTheExportAndHoldsAgainstIt() {
        String receipt = ledger.promised(599);
        assertInstanceOf(Report.NeedsExport.class, ReceiptVerifier.verify(receipt, ledger.vkey));
        Report report = ledger.verify(export, receipt);
        assertEquals(
                599,
                assertInstanceOf(Report.Verified.class, report).receipt().orElseThrow().index());
    }

    @Test
    void aBrokenPromiseIsNamed() {
        String broken = ledger.promised(599).replace("index=599", "index=598");
        assertEquals(new Finding.BrokenPromise(598), finding(ledger.verify(export, broken)));
    }

    @Test
    void aPromiseBeyondTheExportAsksForANewerOne() {
        String early = ledger.promised(599).replace("index=599", "index=600");
        assertEquals(new Finding.ExportTooOld(601, 600), finding(ledger.verify(export, early)));
        ExportFixture grown = new ExportFixture(601, 7);
        String newer = grown.included(5, 601);
        assertInstanceOf(Report.Verified.class, ReceiptVerifier.verify(newer, grown.vkey));
    }

    @Test
    void anAlteredByteInAProofFails() {
        TlogProof whole =
                new TlogProof(
                        17,
                        Proofs.inclusion(ledger.tree.hashes(600), 17, 600),
                        ledger.head(600).sign(ledger.signer));
        for (int i = 0; i < whole.proof().size(); i++) {
            List<byte[]> path = new ArrayList<>(whole.proof());
            path.set(i, path.get(i).clone());
            path.get(i)[31] ^= 1;
            String text = new TlogProof(17, path, whole.checkpoint()).text();
            Finding expected = new Finding.FailedProof(17);
            String receipt = ledger.included(17, text);
            assertEquals(expected, finding(ReceiptVerifier.verify(receipt, ledger.vkey)));
            assertEquals(expected, finding(ledger.verify(export, receipt)));
        }
    }

    @Test
    void anotherLeafOrIndexUnderTheProofFails() {
        String receipt = ledger.included(17, 600).replace(ledger.leaf(17), ledger.leaf(18));
        assertEquals(
                new Finding.FailedProof(17), finding(ReceiptVerifier.verify(receipt, ledger.vkey)));
        String moved = ledger.included(17, 600).replace("index=17", "index=18");
        assertInstanceOf(
                Finding.MalformedReceipt.class,
                finding(ReceiptVerifier.verify(moved, ledger.vkey)));
    }

    @Test
    void aReceiptSignedByAnotherKeyOrWithAChangedCheckpointFails() {
        ExportFixture other = new ExportFixture(600, 7);
        assertInstanceOf(
                Finding.OtherKey.class,
                finding(ReceiptVerifier.verify(other.included(17, 600), ledger.vkey)));
        TlogProof proof =
                new TlogProof(
                        17,
                        Proofs.inclusion(ledger.tree.hashes(600), 17, 600),
                        ledger.head(600).sign(ledger.signer).replace("\n600\n", "\n601\n"));
        assertInstanceOf(
                Finding.AlteredCheckpoint.class,
                finding(ReceiptVerifier.verify(ledger.included(17, proof.text()), ledger.vkey)));
    }

    @Test
    void aReceiptOfATreeThatTheExportDoesNotContinueIsASplitView() {
        List<byte[]> others = new ArrayList<>(ledger.leaves.subList(0, 100));
        others.set(50, ledger.leaves.get(400));
        MemoryTree forked = new MemoryTree();
        others.forEach(forked::append);
        Checkpoint head =
                new Checkpoint(ExportFixture.ORIGIN, 100, Proofs.root(forked.hashes(100), 100));
        List<byte[]> path = Proofs.inclusion(forked.hashes(100), 17, 100);
        String text = new TlogProof(17, path, head.sign(ledger.signer)).text();
        String receipt = ledger.included(17, text);
        assertInstanceOf(Report.Verified.class, ReceiptVerifier.verify(receipt, ledger.vkey));
        assertEquals(new Finding.SplitView(100, 600), finding(ledger.verify(export, receipt)));
    }

    @Test
    void malformedReceiptsAreRefused() {
        String good = ledger.promised(17);
        String included = ledger.included(17, 600);
        String noProof =
                Base64.getEncoder()
                        .encodeToString(
                                "no proof".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (String bad :
                List.of(
                        "",
                        "promised",
                        good.replace("promised", "included"),
                        good.replace("change=0a", "change=0g"),
                        good.replace("index=17", "index=017"),
                        good.replace("index=17", "index=-1"),
                        good.replace("index=17", "index=99999999999999999999"),
                        good.substring(0, good.length() - 4),
                        good + "; more=1",
                        included.replaceAll("proof=.*", "proof=" + noProof),
                        "x".repeat(ReceiptText.LIMIT + 1))) {
            assertInstanceOf(
                    Finding.MalformedReceipt.class,
                    finding(ReceiptVerifier.verify(bad, ledger.vkey)),
                    bad);
        }
        String last = good.replace("index=17", "index=" + Long.MAX_VALUE);
        assertInstanceOf(Finding.ExportTooOld.class, finding(ledger.verify(export, last)));
    }

    @Test
    void aProofBetweenTwoCheckpointsIsVerified() {
        List<byte[]> proof = Proofs.consistency(ledger.tree.hashes(600), 123, 600);
        String older = ledger.head(123).sign(ledger.signer);
        String newer = ledger.head(600).sign(ledger.signer);
        assertEquals(
                Optional.empty(), ConsistencyVerifier.verify(older, newer, proof, ledger.vkey));
        assertEquals(
                Optional.of(new Finding.FailedConsistency(123, 600)),
                ConsistencyVerifier.verify(
                        older, newer, proof.subList(1, proof.size()), ledger.vkey));
        assertEquals(
                Optional.of(new Finding.FailedConsistency(600, 123)),
                ConsistencyVerifier.verify(newer, older, proof, ledger.vkey));
        String forked = new Checkpoint(ExportFixture.ORIGIN, 600, new byte[32]).sign(ledger.signer);
        assertEquals(
                Optional.of(new Finding.SplitView(600, 600)),
                ConsistencyVerifier.verify(newer, forked, List.of(), ledger.vkey));
    }

    private static Finding finding(Report report) {
        return assertInstanceOf(Report.Failed.class, report).finding();
    }
}
