package fr.bleu.store.disk;

import java.io.IOException;
import java.util.List;

/**
 * A folder of files, with every place named at which bytes become durable, so that a simulation can
 * lose power at each of them.
 *
 * <p>Paths are relative, parts separated by {@code /}; {@code ""} is the disk's own folder. Nothing
 * is durable before its force: the bytes of a file by {@link DiskFile#force}, a name (created,
 * deleted, renamed) by {@link #forceFolder} of the folder that holds it. Methods throw {@link
 * java.nio.file.NoSuchFileException} for a missing path, {@link
 * java.nio.file.FileAlreadyExistsException} for one that exists, and other {@link IOException}s
 * when the disk fails.
 */
public interface Disk {

    /** Opens an existing file for reading and writing. */
    DiskFile open(String path) throws IOException;

    /** Creates a file, readable by its owner only, and opens it for reading and writing. */
    DiskFile create(String path) throws IOException;

    /** Whether a file or folder has this path. */
    boolean exists(String path) throws IOException;

    /** Deletes a file; handles that are open keep reading it. */
    void delete(String path) throws IOException;

    /** Renames a file atomically, replacing a file of that name, within one folder. */
    void rename(String from, String to) throws IOException;

    /** The names (not paths) of the files and folders in a folder, sorted. */
    List<String> list(String folder) throws IOException;

    /** Creates a folder, for its owner only; its parent exists. Nothing happens if it exists. */
    void createFolder(String folder) throws IOException;

    /** Makes the names in a folder durable. */
    void forceFolder(String folder) throws IOException;

    /**
     * Gives the space of a stretch of a file back; the file's length stays, the stretch reads as
     * zeros. Who has the file open notices nothing else. Not durable before the file's next force.
     *
     * @return whether the file system can; nothing has changed if not
     */
    boolean punch(String path, long position, long length) throws IOException;

    /** Bytes that can still be written; 0 when nobody can tell. */
    long usableBytes();
}
