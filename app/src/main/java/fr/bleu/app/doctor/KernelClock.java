package fr.bleu.app.doctor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Asks the kernel whether somebody (chrony, systemd-timesyncd, ntpd) keeps its clock.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/adjtimex.2.html">adjtimex(2)</a>
 */
final class KernelClock {

    /** More than struct timex takes anywhere; all zeros: nothing is to be changed. */
    private static final int STRUCT_BYTES = 512;

    /** TIME_ERROR: the clock is not synchronized. */
    private static final int UNSYNCHRONIZED = 5;

    private KernelClock() {}

    /** A kernel that does not tell is believed. */
    static boolean isKept() {
        Linker linker = Linker.nativeLinker();
        MethodHandle adjtimex =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("adjtimex"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment zeros = arena.allocate(STRUCT_BYTES, Long.BYTES);
            return (int) adjtimex.invokeExact(zeros) != UNSYNCHRONIZED;
        } catch (Throwable e) {
            throw new IllegalStateException("adjtimex cannot be called", e);
        }
    }
}
