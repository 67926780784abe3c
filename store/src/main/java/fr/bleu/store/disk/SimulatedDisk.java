package fr.bleu.store.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that can lose power or fail, for tests. {@link #crash} keeps what was forced and
 * any subset of what was not: whole writes, the beginning or some blocks of a write, names. The
 * same seed and the same calls give the same crash.
 */
public final class SimulatedDisk implements Disk {

    /** Thrown by every call between the loss of power and {@link #crash}. */
    public static final class PowerLostException extends IOException {
        private static final long serialVersionUID = 1L;

        PowerLostException() {
            super("the simulated disk has lost power");
        }
    }

    /** Not java.util.Random, whose first bits hardly differ between small seeds. */
    private final RandomGenerator random;

    private TreeMap<String, SimulatedNode> names = new TreeMap<>();
    private TreeMap<String, SimulatedNode> durableNames = new TreeMap<>();
    private final List<NameChange> unforced = new ArrayList<>();

    private boolean off;
    private int boot;
    private long syncs;
    private long writes;
    private long powerOffAtSync = Long.MAX_VALUE;
    private long powerOffAtWrite = Long.MAX_VALUE;
    private long failAtSync = Long.MAX_VALUE;
    private long failAtWrite = Long.MAX_VALUE;
    private long capacityBytes = Long.MAX_VALUE;

    /** An empty disk; {@code seed} decides what a crash keeps. */
    public SimulatedDisk(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Forces so far, of files and folders, counted over crashes. */
    public synchronized long syncs() {
        return syncs;
    }

    /** Writes so far, counted over crashes. */
    public synchronized long writes() {
        return writes;
    }

    /**
     * Power goes at the {@code n}-th force from now (1 is the next), before it has done its work.
     */
    public synchronized void powerOffAtSync(long n) {
        powerOffAtSync = syncs + n;
    }

    /** Power goes at the {@code n}-th write from now; a crash keeps all, part or none of it. */
    public synchronized void powerOffAtWrite(long n) {
        powerOffAtWrite = writes + n;
    }

    /**
     * The {@code n}-th force from now fails. As on a real system, later forces succeed without
     * making durable what the failed one lost.
     */
    public synchronized void failAtSync(long n) {
        failAtSync = syncs + n;
    }

    /** The {@code n}-th write from now fails, and a crash keeps all, part or none of it. */
    public synchronized void failAtWrite(long n) {
        failAtWrite = writes + n;
    }

    /**
     * From now on the disk has room for so many bytes; a write that needs more fails as on Linux,
     * with none of it written.
     */
    public synchronized void capacity(long bytes) {
        capacityBytes = bytes;
    }

    /** Bytes that hold something: in whole blocks, without gaps and what was punched. */
    public synchronized long usedBytes() {
        return names.values().stream().mapToLong(SimulatedNode::usedBytes).sum();
    }

    /** The same, of one file. */
    public synchronized long usedBytes(String path) {
        return names.get(path).usedBytes();
    }

    /** Power goes now: every call fails until {@link #crash}. */
    public synchronized void powerOff() {
        off = true;
    }

    /**
     * Loses power, then starts again with what was forced and any subset of what was not. Handles
     * from before stay unusable.
     */
    public synchronized void crash() {
        for (NameChange change : unforced) {
            if (random.nextBoolean()) {
                change.applyTo(durableNames);
            }
        }
        unforced.clear();
        durableNames.keySet().removeIf(path -> !hasFolder(durableNames, path));
        durableNames.values().forEach(node -> node.crash(random));
        names = new TreeMap<>(durableNames);
        powerOffAtSync = Long.MAX_VALUE;
        powerOffAtWrite = Long.MAX_VALUE;
        failAtSync = Long.MAX_VALUE;
        failAtWrite = Long.MAX_VALUE;
        off = false;
        boot++;
    }

    @Override
    public synchronized DiskFile open(String path) throws IOException {
        requirePower();
        return new SimulatedFile(this, boot, file(path));
    }

    @Override
    public synchronized DiskFile create(String path) throws IOException {
        requirePower();
        requireFolder(parent(path));
        if (names.containsKey(path)) {
            throw new FileAlreadyExistsException(path);
        }
        SimulatedNode node = new SimulatedNode(false);
        change(new NameChange(parent(path), null, path, node));
        return new SimulatedFile(this, boot, node);
    }

    @Override
    public synchronized boolean exists(String path) throws IOException {
        requirePower();
        return path.isEmpty() || names.containsKey(path);
    }

    @Override
    public synchronized void delete(String path) throws IOException {
        requirePower();
        file(path);
        change(new NameChange(parent(path), path, null, null));
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        requirePower();
        if (!parent(from).equals(parent(to))) {
            throw new IllegalArgumentException("a rename stays in its folder");
        }
        change(new NameChange(parent(from), from, to, file(from)));
    }

    @Override
    public synchronized List<String> list(String folder) throws IOException {
        requirePower();
        requireFolder(folder);
        return names.keySet().stream()
                .filter(path -> parent(path).equals(folder))
                .map(path -> folder.isEmpty() ? path : path.substring(folder.length() + 1))
                .toList();
    }

    @Override
    public synchronized void createFolder(String folder) throws IOException {
        requirePower();
        if (folder.isEmpty() || names.containsKey(folder)) {
            return;
        }
        requireFolder(parent(folder));
        change(new NameChange(parent(folder), null, folder, new SimulatedNode(true)));
    }

    @Override
    public synchronized void forceFolder(String folder) throws IOException {
        requirePower();
        requireFolder(folder);
        beginSync();
        for (NameChange change : unforced) {
            if (change.folder().equals(folder)) {
                change.applyTo(durableNames);
            }
        }
        unforced.removeIf(change -> change.folder().equals(folder));
    }

    @Override
    public synchronized boolean punch(String path, long position, long length) throws IOException {
        requirePower();
        file(path).punch(position, length);
        endWrite();
        return true;
    }

    @Override
    public synchronized long usableBytes() {
        return capacityBytes == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(0, capacityBytes - usedBytes());
    }

    /** Fails a write that the disk has no room for; files that were unlinked take none. */
    void requireRoom(SimulatedNode node, long position, int length) throws IOException {
        if (capacityBytes < Long.MAX_VALUE
                && usedBytes() + node.newBytes(position, length) > capacityBytes) {
            throw new IOException("No space left on device");
        }
    }

    /** Counts a force of a file, and fails it when its time has come. */
    void beginSync() throws IOException {
        syncs++;
        if (syncs == powerOffAtSync) {
            off = true;
            throw new PowerLostException();
        }
        if (syncs == failAtSync) {
            throw new IOException("the simulated disk failed to sync");
        }
    }

    /** Counts a write that has been made, and fails it when its time has come. */
    void endWrite() throws IOException {
        writes++;
        if (writes == powerOffAtWrite) {
            off = true;
            throw new PowerLostException();
        }
        if (writes == failAtWrite) {
            throw new IOException("the simulated disk failed to write");
        }
    }

    /** Fails when there is no power, or when a handle is older than the last crash. */
    void requireBoot(int handle) throws IOException {
        if (off || handle != boot) {
            throw new PowerLostException();
        }
    }

    private void requirePower() throws IOException {
        requireBoot(boot);
    }

    private void change(NameChange change) {
        change.applyTo(names);
        unforced.add(change);
    }

    private SimulatedNode file(String path) throws IOException {
        SimulatedNode node = names.get(path);
        if (node == null || node.isFolder()) {
            throw new NoSuchFileException(path);
        }
        return node;
    }

    private void requireFolder(String folder) throws IOException {
        SimulatedNode node = names.get(folder);
        if (!folder.isEmpty() && (node == null || !node.isFolder())) {
            throw new NoSuchFileException(folder);
        }
    }

    private static boolean hasFolder(TreeMap<String, SimulatedNode> names, String path) {
        String folder = parent(path);
        return folder.isEmpty() || (names.containsKey(folder) && hasFolder(names, folder));
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** A change of a folder, atomic: one name goes, or one comes, or both. */
    private record NameChange(String folder, String gone, String come, SimulatedNode node) {

        void applyTo(TreeMap<String, SimulatedNode> names) {
            if (gone != null) {
                names.remove(gone);
            }
            if (come != null) {
                names.put(come, node);
            }
        }
    }
}
