package fr.bleu.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Azure Storage's CRC-64: polynomial 0xAD93D23594C93659, reflected (0x9A6C9329AC4BC9B5), initial
 * value and final xor all ones; the check value of {@code 123456789} is 0xAE8B14860A799888. Eight
 * bytes a step (slicing by 8).
 */
final class Crc64 {
    private static final long REFLECTED = 0x9A6C9329AC4BC9B5L;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[][] SLICES = slices();

    private long state = -1;

    void update(byte[] bytes, int offset, int length) {
        long crc = state;
        int at = offset;
        int end = offset + length;
        for (; at <= end - 8; at += 8) {
            long mixed = crc ^ (long) LONG.get(bytes, at);
            crc = 0;
            for (int i = 0; i < 8; i++) {
                crc ^= SLICES[7 - i][(int) (mixed >>> (8 * i)) & 0xff];
            }
        }
        for (; at < end; at++) {
            crc = (crc >>> 8) ^ SLICES[0][(int) (crc ^ bytes[at]) & 0xff];
        }
        state = crc;
    }

    /** The checksum of what came so far. */
    long value() {
        return ~state;
    }

    /** Eight bytes, little-endian: what {@code x-ms-content-crc64} carries in base64. */
    byte[] bytes() {
        byte[] out = new byte[8];
        LONG.set(out, 0, value());
        return out;
    }

    private static long[][] slices() {
        long[][] table = new long[8][256];
        for (int n = 0; n < 256; n++) {
            long crc = n;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ REFLECTED;
            }
            table[0][n] = crc;
        }
        for (int slice = 1; slice < 8; slice++) {
            for (int n = 0; n < 256; n++) {
                long before = table[slice - 1][n];
                table[slice][n] = (before >>> 8) ^ table[0][(int) before & 0xff];
            }
        }
        return table;
    }
}
