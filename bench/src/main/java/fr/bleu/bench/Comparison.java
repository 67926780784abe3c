package fr.bleu.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Runs works on two servers in turn, so that what disturbs the machine disturbs both, and prints
 * one line of a Markdown table for each.
 */
final class Comparison {

    private final Server ours;
    private final Server peer;
    private final Options options;

    Comparison(Server ours, Server peer, Options options) {
        this.ours = ours;
        this.peer = peer;
        this.options = options;
    }

    void run(List<Work> works) throws Exception {
        System.out.printf(
                "%n| work | %s | %s | ratio (rounds) | goal | CPU µs/op | p50 / p99 ms | syncs/op"
                        + " |%n|---|---|---|---|---|---|---|---|%n",
                ours.name(), peer.name());
        for (Work work : works) {
            run(work);
        }
        for (Server server : List.of(ours, peer)) {
            System.out.printf(
                    "%nresident memory of %s after these: %d MB",
                    server.name(), Processes.residentMegabytes(server.pid()));
        }
        System.out.println();
    }

    private void run(Work work) throws Exception {
        Duration length = Duration.ofSeconds(options.seconds());
        Load.run(ours, work, Duration.ofSeconds(options.warmUp()));
        Load.run(peer, work, Duration.ofSeconds(options.warmUp()));
        List<Round> oursRounds = new ArrayList<>();
        List<Round> peerRounds = new ArrayList<>();
        for (int i = 0; i < options.rounds(); i++) {
            oursRounds.add(Load.run(ours, work, length));
            peerRounds.add(Load.run(peer, work, length));
        }
        print(work, oursRounds, peerRounds);
        if (options.profile()) {
            Profile.of(ours.pid(), work.name(), () -> Load.run(ours, work, length));
        }
    }

    private void print(Work work, List<Round> a, List<Round> b) throws Exception {
        double[] ratios = new double[a.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = a.get(i).perSecond() / b.get(i).perSecond();
        }
        StringBuilder each = new StringBuilder();
        for (double ratio : ratios) {
            each.append(each.isEmpty() ? "" : " ").append(number(ratio));
        }
        System.out.printf(
                "| %s | %s | %s | **%s** (%s) | %s | %s, %s | %s, %s | %s, %s |%n",
                work.name(),
                rate(work, a),
                rate(work, b),
                number(Round.median(ratios)),
                each,
                work.goal() == 0 ? "" : number(work.goal()) + "x",
                number(Round.median(a, Round::cpuMicrosPerOperation)),
                number(Round.median(b, Round::cpuMicrosPerOperation)),
                latencies(a),
                latencies(b),
                syncs(ours, work),
                syncs(peer, work));
    }

    /** Counted in a round of its own, so that counting disturbs no measurement. */
    private String syncs(Server server, Work work) throws Exception {
        try (Syncs syncs = Syncs.of(server.pid())) {
            Round round = Load.run(server, work, Duration.ofSeconds(options.seconds()));
            OptionalLong count = syncs.stop();
            return count.isEmpty()
                    ? "not counted"
                    : number((double) count.getAsLong() / round.operations());
        }
    }

    private static String rate(Work work, List<Round> rounds) {
        double perSecond = Round.median(rounds, Round::perSecond);
        return work.bytes() >= 1 << 20
                ? number(perSecond * work.bytes() / 1e6) + " MB/s"
                : number(perSecond) + "/s";
    }

    private static String latencies(List<Round> rounds) {
        return number(Round.median(rounds, round -> round.millis(0.5)))
                + " / "
                + number(Round.median(rounds, round -> round.millis(0.99)));
    }

    /** Three digits that matter. */
    static String number(double value) {
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
