package fr.bleu.app.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What the examination asks of the machine, so that a test can answer for a sick one.
 *
 * @param javaFeature the JDK's feature number
 * @param clock the time
 * @param clockKept whether the kernel's clock is kept by somebody
 * @param usableBytes what can still be written to the disk of a folder
 * @param descriptors how many files and connections a process may have open
 * @param resolves whether a name has an address
 */
record Machine(
        int javaFeature,
        InstantSource clock,
        BooleanSupplier clockKept,
        ToLongFunction<Path> usableBytes,
        LongSupplier descriptors,
        Predicate<String> resolves) {

    /** This one. */
    static Machine here() {
        return new Machine(
                Runtime.version().feature(),
                InstantSource.system(),
                KernelClock::isKept,
                folder -> folder.toFile().getUsableSpace(),
                Machine::openFiles,
                Machine::hasAddress);
    }

    /** The JVM raises its own limit as far as it may. */
    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? os.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    private static boolean hasAddress(String name) {
        try {
            InetAddress.getByName(name);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
