package fr.bleu.app.backup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lists of hashes: {@code count(4) ‖ hash(32)*}. */
final class Hashes {

    private static final int BYTES = 32;

    private Hashes() {}

    static void write(DataOutputStream out, List<byte[]> hashes) throws IOException {
        out.writeInt(hashes.size());
        for (byte[] hash : hashes) {
            out.write(hash);
        }
    }

    static List<byte[]> read(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] hash = new byte[BYTES];
            in.readFully(hash);
            hashes.add(hash);
        }
        return hashes;
    }
}
