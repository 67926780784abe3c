package fr.bleu.store.disk;

import java.io.IOException;

/** A handle of a file on a {@link SimulatedDisk}. */
record SimulatedFile(SimulatedDisk disk, int boot, SimulatedNode node) implements DiskFile {

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            disk.requireBoot(boot);
            return node.size();
        }
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) throws IOException {
        synchronized (disk) {
            disk.requireBoot(boot);
            return node.read(position, buffer, offset, length);
        }
    }

    @Override
    public void write(long position, byte[] buffer, int offset, int length) throws IOException {
        synchronized (disk) {
            disk.requireBoot(boot);
            disk.requireRoom(node, position, length);
            node.write(position, buffer, offset, length);
            disk.endWrite();
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        synchronized (disk) {
            disk.requireBoot(boot);
            node.truncate(size);
            disk.endWrite();
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (disk) {
            disk.requireBoot(boot);
            try {
                disk.beginSync();
            } catch (SimulatedDisk.PowerLostException lost) {
                throw lost;
            } catch (IOException failed) {
                node.syncFailed();
                throw failed;
            }
            node.synced();
        }
    }

    @Override
    public void close() {
        // Nothing is held: an unlinked node lives as long as its handles.
    }
}
