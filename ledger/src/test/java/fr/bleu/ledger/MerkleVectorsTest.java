package fr.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleVectorsTest {

    /** The eight leaves of the tree that implementations of RFC 6962 test with. */
    private static final List<String> LEAVES =
            List.of(
                    "",
                    "00",
                    "10",
                    "2021",
                    "3031",
                    "40414243",
                    "5051525354555657",
                    "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS =
            List.of(
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void theEightLeafTreeHasItsKnownRoots() {
        CompactRange range = new CompactRange();
        for (int size = 0; size <= LEAVES.size(); size++) {
            assertEquals(ROOTS.get(size), HexFormat.of().formatHex(range.root()));
            if (size < LEAVES.size()) {
                range.append(Merkle.leafHash(HexFormat.of().parseHex(LEAVES.get(size))));
            }
        }
        assertArrayEquals(Merkle.emptyRoot(), new CompactRange().root());
    }

    @Test
    void publishedInclusionVectorsHoldAndFailAsTheySay() throws IOException {
        List<String[]> vectors = vectors("inclusion.txt");
        assertEquals(10, vectors.size());
        for (String[] v : vectors) {
            assertEquals(
                    v[1].equals("hold"),
                    ProofVerifier.inclusion(
                            hash(v[5]),
                            Long.parseLong(v[2]),
                            Long.parseLong(v[3]),
                            proof(v),
                            hash(v[4])),
                    v[0]);
        }
    }

    @Test
    void publishedConsistencyVectorsHoldAndFailAsTheySay() throws IOException {
        List<String[]> vectors = vectors("consistency.txt");
        assertEquals(10, vectors.size());
        for (String[] v : vectors) {
            assertEquals(
                    v[1].equals("hold"),
                    ProofVerifier.consistency(
                            Long.parseLong(v[2]),
                            Long.parseLong(v[3]),
                            proof(v),
                            hash(v[4]),
                            hash(v[5])),
                    v[0]);
        }
    }

    private static List<String[]> vectors(String file) throws IOException {
        String path = "/merkle-vectors/" + file;
        try (InputStream in = MerkleVectorsTest.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .toList();
        }
    }

    private static List<byte[]> proof(String[] vector) {
        return Arrays.stream(vector, 6, vector.length).map(MerkleVectorsTest::hash).toList();
    }

    private static byte[] hash(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
