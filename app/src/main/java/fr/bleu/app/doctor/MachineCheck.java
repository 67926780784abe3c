package fr.bleu.app.doctor;

import fr.bleu.app.Details;
import fr.bleu.http.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** What the machine gives: a JDK, descriptors, a clock, names, a port. */
final class MachineCheck {

    private static final int JAVA_FEATURE = 25;

    /** Segments, the store's tables and the rest, beside the connections. */
    private static final int FILES = 2_048;

    private final Machine machine;
    private final List<Finding> findings = new ArrayList<>();

    MachineCheck(Machine machine) {
        this.machine = machine;
    }

    List<Finding> findings() {
        return findings;
    }

    void java() {
        if (machine.javaFeature() != JAVA_FEATURE) {
            findings.add(
                    Finding.wrong(
                            "this runs on Java " + machine.javaFeature(),
                            "set JAVA_HOME to a JDK 25, which is what it is tested with"));
        }
    }

    /**
     * @param descriptors of the process that serves, or of one that would
     */
    void descriptors(long descriptors) {
        int needed = Limits.DEFAULT.maxConnections() + FILES;
        if (descriptors < needed) {
            findings.add(
                    Finding.wrong(
                            "a process may have "
                                    + descriptors
                                    + " files and connections open; a full cloud needs "
                                    + needed,
                            "LimitNOFILE=65536 in its systemd unit, or ulimit -n 65536 before"
                                    + " ./bleu up"));
        }
    }

    void clock() {
        if (!machine.clockKept().getAsBoolean()) {
            findings.add(
                    Finding.note(
                            "the kernel's clock is not synchronized with any other",
                            "apt-get install chrony, unless the hypervisor keeps it: tokens,"
                                    + " signatures and the ledger's times depend on it"));
        }
    }

    /** The names of vaults and websites, of which each cloud makes new ones. */
    void names(Details details) {
        for (String name :
                List.of("probe.vault." + details.domain(), "probe." + details.webDomain())) {
            if (!machine.resolves().test(name)) {
                findings.add(
                        Finding.wrong(
                                name + " does not resolve here",
                                "apt-get install libnss-myhostname, or serve *"
                                        + name.substring("probe".length())
                                        + " by your own DNS"));
            }
        }
    }

    /** For a cloud that does not run. */
    void port(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        } catch (IOException e) {
            findings.add(
                    Finding.wrong(
                            "nothing could listen on port " + port + ": " + e.getMessage(),
                            "ss -ltnp 'sport = :"
                                    + port
                                    + "' names who does; ./bleu up --port N uses another"));
        }
    }
}
