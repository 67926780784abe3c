package fr.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class NoteTest {

    // The example key and note of Go's sumdb/note, which the format comes from.
    private static final String VKEY =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String SKEY =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String TEXT =
            "If you think cryptography is the answer to your problem,\n"
                    + "then you don't know what your problem is.\n";
    private static final String NOTE =
            TEXT
                    + "\n"
                    + "\u2014 PeterNeumann"
                    + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    @Test
    void thePublishedNoteVerifiesAndIsSignedTheSame() throws Exception {
        VerifierKey key = VerifierKey.parse(VKEY);
        assertEquals(Note.Verdict.VALID, Note.parse(NOTE).verify(key));
        assertEquals(TEXT, Note.parse(NOTE).text());
        SignerKey signer = SignerKey.parse(SKEY);
        assertEquals(NOTE, Note.sign(TEXT, signer));
        assertEquals(VKEY, signer.verifier().toString());
        assertEquals(SKEY, signer.secretText());
    }

    @Test
    void aChangedTextIsInvalidAndAnotherKeyIsAbsent() throws Exception {
        Note changed = Note.parse(NOTE.replace("cryptography", "cryptographY"));
        assertEquals(Note.Verdict.INVALID, changed.verify(VerifierKey.parse(VKEY)));
        SignerKey other = SignerKey.generate("PeterNeumann", new SecureRandom());
        assertEquals(Note.Verdict.ABSENT, Note.parse(NOTE).verify(other.verifier()));
    }

    @Test
    void signaturesOfUnknownKeysAreIgnoredButOneBadOfOursFails() throws Exception {
        SignerKey other = SignerKey.generate("witness.example/w1", new SecureRandom());
        String line = Note.sign(TEXT, other).substring(TEXT.length() + 1);
        assertEquals(Note.Verdict.VALID, Note.parse(NOTE + line).verify(VerifierKey.parse(VKEY)));
        String bad = NOTE.substring(TEXT.length() + 1).replace("x08go/ZJ", "x08go/ZK");
        assertEquals(Note.Verdict.INVALID, Note.parse(NOTE + bad).verify(VerifierKey.parse(VKEY)));
    }

    @Test
    void everyCutOrChangedVerifierKeyIsRefused() {
        for (int from = 0; from <= VKEY.length(); from++) {
            for (int to = from; to <= VKEY.length(); to++) {
                String cut = VKEY.substring(from, to);
                if (!cut.equals(VKEY)) {
                    assertThrows(MalformedException.class, () -> VerifierKey.parse(cut), () -> cut);
                }
            }
        }
        for (int at = 0; at < VKEY.length(); at++) {
            char[] changed = VKEY.toCharArray();
            changed[at]++;
            assertThrows(MalformedException.class, () -> VerifierKey.parse(new String(changed)));
        }
    }

    @Test
    void malformedNotesAreRefused() {
        for (String bad :
                new String[] {
                    "",
                    TEXT,
                    TEXT + "\n",
                    NOTE.substring(0, NOTE.length() - 1),
                    NOTE + "\n",
                    NOTE.replace("\u2014", "-"),
                    NOTE.replace("=\n", "\n"),
                    NOTE.replace("you", "y\tu"),
                    "x".repeat(Note.LIMIT) + NOTE
                }) {
            assertThrows(MalformedException.class, () -> Note.parse(bad), bad);
        }
    }

    @Test
    void aSignerKeyDoesNotShowItself() throws Exception {
        assertFalse(SignerKey.parse(SKEY).toString().contains("AYEKFALV"));
        String bad = SKEY.replace("c74f20a3", "c74f20a4");
        MalformedException refused =
                assertThrows(MalformedException.class, () -> SignerKey.parse(bad));
        assertFalse(refused.getMessage().contains("AYEKFALV"));
    }
}
