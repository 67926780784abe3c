package fr.bleu.store.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** A file or folder of a {@link SimulatedDisk}: what reads see, and what is durable of it. */
final class SimulatedNode {

    /** What a crash keeps or loses of a write as one; small, so that short writes tear too. */
    private static final int BLOCK_BYTES = 64;

    private final boolean folder;
    private Content now = new Content();
    private Content durable = new Content();

    /** Changes since the last sync: a crash keeps any subset of them. */
    private final List<Change> unsynced = new ArrayList<>();

    /** Changes that a failed sync has lost: no later sync makes them durable. */
    private final List<Change> lost = new ArrayList<>();

    SimulatedNode(boolean folder) {
        this.folder = folder;
    }

    boolean isFolder() {
        return folder;
    }

    long size() {
        return now.size;
    }

    int read(long position, byte[] buffer, int offset, int length) {
        int count = (int) Math.max(0, Math.min(length, now.size - position));
        if (count > 0) {
            System.arraycopy(now.bytes, (int) position, buffer, offset, count);
        }
        return count;
    }

    void write(long position, byte[] buffer, int offset, int length) {
        change(new Put((int) position, Arrays.copyOfRange(buffer, offset, offset + length)));
    }

    void punch(long position, long length) {
        int from = (int) Math.min(position, now.size);
        int to = (int) Math.min(position + length, now.size);
        change(new Hole(from, to));
    }

    long usedBytes() {
        return (long) now.blocks.cardinality() * BLOCK_BYTES;
    }

    /** How much more a write of so many bytes would take. */
    long newBytes(long position, int length) {
        int from = Content.blocksBefore((int) position);
        int to = Content.blocksUpTo((int) position + length);
        return (long) (to - from - now.blocks.get(from, to).cardinality()) * BLOCK_BYTES;
    }

    void truncate(long size) {
        change(new Cut((int) size));
    }

    void synced() {
        unsynced.forEach(change -> change.applyTo(durable));
        unsynced.clear();
    }

    void syncFailed() {
        lost.addAll(unsynced);
        unsynced.clear();
    }

    void crash(RandomGenerator random) {
        lost.addAll(unsynced);
        unsynced.clear();
        for (Change change : lost) {
            switch (random.nextInt(3)) {
                case 0 -> change.applyTo(durable);
                case 1 -> change.torn(random).applyTo(durable);
                default -> {} // It never reached the disk.
            }
        }
        lost.clear();
        now = durable.copy();
    }

    private void change(Change change) {
        change.applyTo(now);
        unsynced.add(change);
    }

    private sealed interface Change {
        void applyTo(Content content);

        Change torn(RandomGenerator random);
    }

    private record Put(int position, byte[] bytes) implements Change {

        @Override
        public void applyTo(Content content) {
            content.put(position, bytes);
        }

        /** Its beginning, or any of its blocks: a disk writes them in any order. */
        @Override
        public Change torn(RandomGenerator random) {
            if (random.nextBoolean()) {
                return new Put(position, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            }
            BitSet blocks = new BitSet();
            for (int block = 0; block * BLOCK_BYTES < bytes.length; block++) {
                blocks.set(block, random.nextBoolean());
            }
            return new Blocks(this, blocks);
        }
    }

    /** Some blocks of a write; the others keep what was there, or zeros beyond the end. */
    private record Blocks(Put put, BitSet blocks) implements Change {

        @Override
        public void applyTo(Content content) {
            content.extend(put.position + put.bytes.length);
            blocks.stream()
                    .map(block -> block * BLOCK_BYTES)
                    .forEach(
                            from -> {
                                int to = Math.min(from + BLOCK_BYTES, put.bytes.length);
                                content.put(
                                        put.position + from,
                                        Arrays.copyOfRange(put.bytes, from, to));
                            });
        }

        @Override
        public Change torn(RandomGenerator random) {
            return this;
        }
    }

    private record Hole(int from, int to) implements Change {

        @Override
        public void applyTo(Content content) {
            content.clear(from, to);
        }

        @Override
        public Change torn(RandomGenerator random) {
            return new Hole(from, from + random.nextInt(to - from + 1));
        }
    }

    private record Cut(int size) implements Change {

        @Override
        public void applyTo(Content content) {
            content.cut(size);
        }

        @Override
        public Change torn(RandomGenerator random) {
            return this;
        }
    }

    private static final class Content {
        private byte[] bytes = new byte[0];
        private int size;

        /** Those that hold something. */
        private final BitSet blocks = new BitSet();

        void put(int position, byte[] added) {
            extend(position + added.length);
            System.arraycopy(added, 0, bytes, position, added.length);
            blocks.set(blocksBefore(position), blocksUpTo(position + added.length));
        }

        /** Zeros; blocks that lie wholly within are given back. */
        void clear(int from, int to) {
            int end = Math.min(to, size);
            if (from < end) {
                Arrays.fill(bytes, from, end, (byte) 0);
                int first = blocksUpTo(from);
                int last = end == size ? blocksUpTo(end) : blocksBefore(end);
                if (first < last) {
                    blocks.clear(first, last);
                }
            }
        }

        static int blocksBefore(int position) {
            return position / BLOCK_BYTES;
        }

        static int blocksUpTo(int position) {
            return (position + BLOCK_BYTES - 1) / BLOCK_BYTES;
        }

        void extend(int end) {
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
            }
            size = Math.max(size, end);
        }

        void cut(int newSize) {
            if (newSize < size) {
                Arrays.fill(bytes, newSize, size, (byte) 0);
                blocks.clear(blocksUpTo(newSize), blocksUpTo(size));
                size = newSize;
            }
        }

        Content copy() {
            Content copy = new Content();
            copy.bytes = Arrays.copyOf(bytes, size);
            copy.size = size;
            copy.blocks.or(blocks);
            return copy;
        }
    }
}
