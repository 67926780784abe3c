package fr.bleu.app.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** An extent's bytes in a pack; the last of them are given only if all are what was written. */
final class CheckedExtent extends FilterInputStream {

    private final Packed packed;
    private final MessageDigest hash = Chunks.sha256();
    private long rest;

    CheckedExtent(InputStream file, Packed packed) {
        super(file);
        this.packed = packed;
        this.rest = packed.length();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (rest == 0) {
            return -1;
        }
        int read = super.read(buffer, offset, (int) Math.min(length, rest));
        if (read < 0) {
            throw new DamagedBackupException(packed.file(), "is cut");
        }
        hash.update(buffer, offset, read);
        rest -= read;
        if (rest == 0 && !MessageDigest.isEqual(hash.digest(), packed.sha256())) {
            throw new DamagedBackupException(packed.file(), "is not what was written");
        }
        return read;
    }
}
