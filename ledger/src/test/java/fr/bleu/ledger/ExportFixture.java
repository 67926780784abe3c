package fr.bleu.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A ledger in memory that writes exports and receipts, and hands their files out for tampering. */
final class ExportFixture {

    static final String ORIGIN = "bleu.local/test/stamp1/g1";
    static final int SIZE = 70_000;

    final SignerKey signer = SignerKey.generate(ORIGIN, new SecureRandom());
    final String vkey = signer.verifier().toString();
    final List<byte[]> leaves = new ArrayList<>();
    final List<Opening> openings = new ArrayList<>();
    final MemoryTree tree = new MemoryTree();

    ExportFixture(int size, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            byte[] salt = bytes(random, 32);
            byte[] entry = ("entry " + i).getBytes(StandardCharsets.UTF_8);
            byte[] tag = bytes(random, 16);
            leaf(new Leaf(tag, 1_700_000_000_000_000L + i, Leaf.commitment(salt, entry)));
            if (i % 3 == 0) {
                openings.add(new Opening(i, salt, entry));
            }
        }
    }

    private void leaf(Leaf leaf) {
        leaves.add(leaf.encode());
        tree.append(leaf.encode());
    }

    Checkpoint head(int size) {
        return new Checkpoint(ORIGIN, size, Proofs.root(tree.hashes(size), size));
    }

    Path export(Path directory) throws Exception {
        return export(directory, signer);
    }

    Path export(Path directory, SignerKey by) throws Exception {
        Checkpoint head = head(leaves.size());
        Checkpoint named = new Checkpoint(by.verifier().name(), head.size(), head.root());
        ExportWriter.write(directory, named.sign(by), leaves.iterator(), openings.iterator());
        return directory;
    }

    String promised(int index) {
        return "promised; change=" + "0a".repeat(16) + "; index=" + index + "; leaf=" + leaf(index);
    }

    String included(int index, int size) {
        TlogProof proof =
                new TlogProof(
                        index,
                        Proofs.inclusion(tree.hashes(size), index, size),
                        head(size).sign(signer));
        return included(index, proof.text());
    }

    String included(int index, String proof) {
        return "included; change="
                + HexFormat.of().formatHex(new byte[16])
                + "; index="
                + index
                + "; leaf="
                + leaf(index)
                + "; proof="
                + Base64.getEncoder().encodeToString(proof.getBytes(StandardCharsets.UTF_8));
    }

    String leaf(int index) {
        return Base64.getEncoder().encodeToString(leaves.get(index));
    }

    Report verify(Path export) {
        return verify(export, null);
    }

    Report verify(Path export, String receipt) {
        try {
            return ExportVerifier.verify(export, vkey, Optional.ofNullable(receipt));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 0x40;
        Files.write(file, bytes);
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
