package fr.bleu.extents;

import java.util.concurrent.ArrayBlockingQueue;

/** Keeps a bounded number of arrays that hold a sealed chunk, so that transfers make no garbage. */
final class Buffers {

    private static final int MOST_KEPT = 64;

    private final int bytes;
    private final ArrayBlockingQueue<byte[]> idle = new ArrayBlockingQueue<>(MOST_KEPT);

    Buffers(int chunkBytes) {
        this.bytes = chunkBytes + ChunkCipher.TAG_BYTES;
    }

    /** An array for a sealed chunk of the engine's size; its content is arbitrary. */
    byte[] take() {
        byte[] found = idle.poll();
        return found == null ? new byte[bytes] : found;
    }

    /** An array for a sealed chunk of any size. */
    byte[] take(int chunkBytes) {
        int needed = chunkBytes + ChunkCipher.TAG_BYTES;
        return needed <= bytes ? take() : new byte[needed];
    }

    /** Gives one back; the giver does not touch it again. */
    void give(byte[] buffer) {
        if (buffer.length == bytes) {
            idle.offer(buffer);
        }
    }
}
