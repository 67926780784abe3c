package fr.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LeafTest {

    private static final String GOLDEN =
            "01" + "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" + "0006431000000001" + "3f".repeat(32);

    @Test
    void theLayoutIsTheGoldenOne() {
        byte[] tag = HexFormat.of().parseHex(GOLDEN, 2, 34);
        byte[] commitment = new byte[32];
        Arrays.fill(commitment, (byte) 0x3f);
        Leaf leaf = new Leaf(tag, 0x0006431000000001L, commitment);
        assertEquals(GOLDEN, HexFormat.of().formatHex(leaf.encode()));
        assertEquals(leaf, Leaf.decode(HexFormat.of().parseHex(GOLDEN)));
    }

    @Test
    void anotherLengthOrVersionIsRefused() {
        byte[] golden = HexFormat.of().parseHex(GOLDEN);
        assertThrows(IllegalArgumentException.class, () -> Leaf.decode(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> Leaf.decode(Arrays.copyOf(golden, 56)));
        assertThrows(IllegalArgumentException.class, () -> Leaf.decode(Arrays.copyOf(golden, 58)));
        golden[0] = 2;
        assertThrows(IllegalArgumentException.class, () -> Leaf.decode(golden));
    }

    @Test
    void theCommitmentIsTheHashOfSaltAndEntry() {
        byte[] entry = "entry".getBytes(StandardCharsets.UTF_8);
        byte[] joined = new byte[32 + entry.length];
        System.arraycopy(entry, 0, joined, 32, entry.length);
        assertArrayEquals(Merkle.sha256().digest(joined), Leaf.commitment(new byte[32], entry));
        assertThrows(IllegalArgumentException.class, () -> Leaf.commitment(new byte[31], entry));
    }
}
