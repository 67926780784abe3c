package fr.bleu.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What further nodes give and what PostgreSQL costs: the same works on one machine with RocksDB,
 * and on a stamp of which one, two and three nodes are used, in turn. Prints what {@code
 * docs/scale.md} holds.
 */
final class NodesBench {

    private static final int NODES = 3;
    private static final int LISTED = 1_000;

    /** HAProxy looks at a node twice a second before it gives it connections again. */
    private static final long BALANCE_MILLIS = 1_500;

    private final BleuServer machine;
    private final StampServer stamp;
    private final Options options;
    private long databaseCpuMicros;
    private long stampOperations;

    private NodesBench(BleuServer machine, StampServer stamp, Options options) {
        this.machine = machine;
        this.stamp = stamp;
        this.options = options;
    }

    static void run(Options options) throws Exception {
        try (BleuServer machine = BleuServer.start();
                StampServer stamp = StampServer.start(NODES)) {
            for (Server server : List.of(machine, stamp)) {
                Works.prepareSmall(server.endpoint());
                Lists.fill(server.endpoint(), "few", LISTED, LISTED, 8);
            }
            new NodesBench(machine, stamp, options).run();
        }
    }

    private void run() throws Exception {
        System.out.printf(
                "%n| work | RocksDB | 1 node | 2 nodes | 3 nodes | 1 node to RocksDB | 2 and 3"
                    + " nodes to one | CPU µs/op: RocksDB; nodes, when 1, 2, 3 of them; database |"
                    + " p50 / p99 ms: RocksDB; 1, 2, 3 nodes |%n|---|---|---|---|---|---|---"
                    + "|---|---|%n");
        List<Work> ofMachine = works(new Arm(machine.cloud()));
        List<Work> ofStamp = works(new Arm(stamp.stamp().nodes().getFirst()));
        for (int i = 0; i < ofMachine.size(); i++) {
            run(ofMachine.get(i), ofStamp.get(i));
        }
    }

    private static List<Work> works(Arm arm) {
        List<String> shared = List.of("put4k-1", "put4k-32", "get4k-1", "get4k-32");
        return Stream.of(
                        Stream.of(arm.readGroup(32), arm.writeGroups(32)),
                        Works.all().stream().filter(work -> shared.contains(work.name())),
                        Stream.of(Lists.oneFolder("list1k", "few", 1)))
                .flatMap(works -> works)
                .toList();
    }

    private void run(Work onMachine, Work onStamp) throws Exception {
        List<List<Round>> rounds = new ArrayList<>();
        for (int nodes = 0; nodes <= NODES; nodes++) {
            rounds.add(new ArrayList<>());
            round(nodes, onMachine, onStamp, options.warmUp());
        }
        databaseCpuMicros = 0;
        stampOperations = 0;
        for (int i = 0; i < options.rounds(); i++) {
            for (int nodes = 0; nodes <= NODES; nodes++) {
                rounds.get(nodes).add(round(nodes, onMachine, onStamp, options.seconds()));
            }
        }
        print(onMachine, rounds);
    }

    /**
     * @param nodes 0 for the one machine
     */
    private Round round(int nodes, Work onMachine, Work onStamp, int seconds) throws Exception {
        Duration length = Duration.ofSeconds(seconds);
        if (nodes == 0) {
            return Load.run(machine, onMachine, length);
        }
        stamp.stamp().balanceOver(nodes);
        Thread.sleep(BALANCE_MILLIS);
        long before = stamp.databaseCpuMicros();
        Round round = Load.run(stamp, onStamp, length);
        databaseCpuMicros += stamp.databaseCpuMicros() - before;
        stampOperations += round.operations();
        return round;
    }

    private void print(Work work, List<List<Round>> rounds) {
        StringBuilder line = new StringBuilder("| " + work.name());
        for (List<Round> side : rounds) {
            line.append(" | ").append(number(Round.median(side, Round::perSecond))).append("/s");
        }
        line.append(" | ").append(ratio(rounds.get(1), rounds.get(0)));
        line.append(" | ").append(ratio(rounds.get(2), rounds.get(1)));
        line.append(", ").append(ratio(rounds.get(3), rounds.get(1))).append(" | ");
        line.append(each(rounds, side -> number(Round.median(side, Round::cpuMicrosPerOperation))));
        line.append("; ").append(number((double) databaseCpuMicros / stampOperations));
        line.append(" | ").append(each(rounds, NodesBench::latencies));
        System.out.println(line.append(" |"));
    }

    /** That of RocksDB, and those of one, two and three nodes. */
    private static String each(List<List<Round>> rounds, Function<List<Round>, String> figure) {
        return figure.apply(rounds.getFirst())
                + "; "
                + rounds.stream().skip(1).map(figure).collect(Collectors.joining(", "));
    }

    private static String latencies(List<Round> side) {
        return number(Round.median(side, round -> round.millis(0.5)))
                + " / "
                + number(Round.median(side, round -> round.millis(0.99)));
    }

    /** The median over pairs of rounds. */
    private static String ratio(List<Round> a, List<Round> b) {
        double[] ratios = new double[a.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = a.get(i).perSecond() / b.get(i).perSecond();
        }
        return String.format(Locale.ROOT, "%.2f", Round.median(ratios));
    }

    private static String number(double value) {
        return Comparison.number(value);
    }
}
