package fr.bleu.app.doctor;

import fr.bleu.app.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What is wrong with the process: one that runs, or one that should have ended in order. */
final class RunningCheck {

    private static final Duration LONGEST_BACKLOG = Duration.ofHours(1);
    private static final String OPEN_FILES = "Max open files";

    private RunningCheck() {}

    /** Of a cloud that answers. */
    static List<Finding> running(Health health) {
        List<Finding> findings = new ArrayList<>();
        for (String reason : health.notReady()) {
            findings.add(
                    Finding.wrong(
                            "the cloud is not ready: " + reason,
                            "./bleu logs may say why; ./bleu down and ./bleu up start it anew"));
        }
        health.clock()
                .ifPresent(
                        what ->
                                findings.add(
                                        Finding.wrong(
                                                what,
                                                "keep both machines' clocks (chrony); the cloud"
                                                        + " goes by the store's")));
        if (health.backlogAge().compareTo(LONGEST_BACKLOG) > 0) {
            findings.add(
                    Finding.wrong(
                            "deleted data of "
                                    + health.backlogAccounts()
                                    + " accounts has waited for "
                                    + health.backlogAge().toMinutes()
                                    + " minutes to be given back",
                            "./bleu logs may say why; a download that never ends keeps its"
                                    + " account's, until ./bleu down and ./bleu up"));
        }
        return findings;
    }

    /** Of a cloud that does not answer. */
    static List<Finding> silent(Instance instance) throws IOException {
        OptionalLong holder = LockHolder.of(instance.data().resolve("LOCK"));
        if (holder.isPresent()) {
            return List.of(
                    Finding.wrong(
                            "process "
                                    + holder.getAsLong()
                                    + " uses "
                                    + instance.data()
                                    + " and does not answer",
                            "wait, if it is starting or stopping; else ./bleu logs, then kill "
                                    + holder.getAsLong()));
        }
        if (Files.exists(instance.controlSocket())) {
            return List.of(
                    Finding.wrong(
                            "the cloud ended without stopping in order",
                            "./bleu up goes on with all that was acknowledged; ./bleu logs may say"
                                    + " why it ended"));
        }
        return List.of();
    }

    /** How many files and connections a process may have open, from proc(5). */
    static OptionalLong descriptors(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "limits"))) {
            if (line.startsWith(OPEN_FILES)) {
                String soft = line.substring(OPEN_FILES.length()).trim().split("\\s+")[0];
                return soft.equals("unlimited")
                        ? OptionalLong.empty()
                        : OptionalLong.of(Long.parseLong(soft));
            }
        }
        return OptionalLong.empty();
    }
}
