package fr.bleu.store.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Gives a file's blocks back to the file system while its length stays: Linux' {@code fallocate}
 * with {@code FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE}, for which the JDK has no call.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/fallocate.2.html">fallocate(2)</a>
 */
final class Holes {

    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int KEEP_SIZE_AND_PUNCH = 1 | 2;
    private static final int ENOENT = 2;
    private static final int EINTR = 4;
    private static final int ENOSYS = 38;
    private static final int EOPNOTSUPP = 95;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            function(
                    "open",
                    ValueLayout.JAVA_INT,
                    Linker.Option.firstVariadicArg(2),
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT);
    private static final MethodHandle FALLOCATE =
            function(
                    "fallocate",
                    ValueLayout.JAVA_INT,
                    null,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG);
    private static final MethodHandle CLOSE =
            function("close", ValueLayout.JAVA_INT, null, ValueLayout.JAVA_INT);

    private Holes() {}

    /** Whether the file system can; the range reads as zeros afterwards if so. */
    static boolean punch(Path file, long position, long length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int handle =
                    (int)
                            OPEN.invokeExact(
                                    state, arena.allocateFrom(file.toString()), O_RDWR | O_CLOEXEC);
            if (handle < 0) {
                throw failure(file, "open", errno(state));
            }
            try {
                return punch(state, handle, file, position, length);
            } finally {
                int _ = (int) CLOSE.invokeExact(state, handle);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native call failed", e);
        }
    }

    private static boolean punch(
            MemorySegment state, int handle, Path file, long position, long length)
            throws Throwable {
        while (true) {
            int result =
                    (int)
                            FALLOCATE.invokeExact(
                                    state, handle, KEEP_SIZE_AND_PUNCH, position, length);
            if (result == 0) {
                return true;
            }
            int errno = errno(state);
            if (errno == EOPNOTSUPP || errno == ENOSYS) {
                return false;
            }
            if (errno != EINTR) {
                throw failure(file, "fallocate", errno);
            }
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static IOException failure(Path file, String call, int errno) {
        return errno == ENOENT
                ? new NoSuchFileException(file.toString())
                : new IOException(call + " of " + file.getFileName() + ": errno " + errno);
    }

    private static MethodHandle function(
            String name, MemoryLayout result, Linker.Option option, MemoryLayout... arguments) {
        FunctionDescriptor form = FunctionDescriptor.of(result, arguments);
        Linker.Option errno = Linker.Option.captureCallState("errno");
        MemorySegment address = LINKER.defaultLookup().findOrThrow(name);
        return option == null
                ? LINKER.downcallHandle(address, form, errno)
                : LINKER.downcallHandle(address, form, errno, option);
    }
}
