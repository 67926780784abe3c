package fr.bleu.conformance.tour;

import fr.bleu.conformance.Cloud;
import fr.bleu.conformance.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code bleu tour}: starts a temporary cloud and does the main job on real input with a client
 * that we did not write, over TLS with certificate verification on. Prints each step with its time
 * and what it proves; exits 0, or 1 with the name of the step that failed.
 */
public final class Tour {

    static final String GROUP = "tour";
    static final String ACCOUNT = "touraccount";
    static final String CONTAINER = "jdk";
    static final String OTHER_CONTAINER = "private";
    static final String VAULT = "tour-vault";

    private Tour() {}

    /** Runs the tour; {@code --az} does the client's steps with az. */
    public static void main(String[] args) throws Exception {
        List<String> words = List.of(args);
        if (!words.isEmpty() && !words.equals(List.of("--az"))) {
            System.err.println("bleu: tour knows --az only");
            System.exit(1);
        }
        Logger.getLogger("").setLevel(Level.SEVERE);
        System.exit(run(!words.isEmpty()) ? 0 : 1);
    }

    private static boolean run(boolean withAz) throws Exception {
        Path hosts = Files.createTempFile("bleu-", ".hosts");
        Names.resolve(hosts, "bleu.localhost", List.of(ACCOUNT), List.of(VAULT));
        long start = System.nanoTime();
        boolean good;
        try {
            good = walk(withAz, start);
        } finally {
            Files.delete(hosts);
        }
        System.out.printf(
                good
                        ? "%nThe tour is done in %.1f s; everything it started is stopped.%n"
                        : "%nThe tour failed after %.1f s.%n",
                (System.nanoTime() - start) / 1e9);
        return good;
    }

    private static boolean walk(boolean withAz, long start) throws Exception {
        System.out.println("Starting a temporary cloud on the embedded engines");
        Cloud started;
        try {
            started = Cloud.start();
        } catch (IOException e) {
            System.out.printf(" 1  FAILED  start%n    %s%n", reason(e));
            return false;
        }
        try (Cloud cloud = started) {
            print(1, "start", "one command makes keys, CA, tenant and administrator", "", start);
            System.setProperty(
                    "javax.net.ssl.trustStore",
                    cloud.data().resolve("ca/truststore.p12").toString());
            System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
            return runAll(steps(cloud, withAz));
        }
    }

    private static List<Step> steps(Cloud cloud, boolean withAz) throws Exception {
        TourClient client = withAz ? new AzClient(cloud) : new SdkClient(cloud);
        Tree tree = Tree.ofJdk();
        ClientSteps clientSteps = new ClientSteps(cloud, client, tree);
        List<Step> steps = new ArrayList<>(clientSteps.steps());
        steps.addAll(new LedgerSteps(cloud, clientSteps::receipt).steps());
        steps.addAll(new CrashSteps(cloud).steps());
        return steps;
    }

    private static boolean runAll(List<Step> steps) {
        int number = 1;
        for (Step step : steps) {
            number++;
            long start = System.nanoTime();
            try {
                print(number, step.name(), step.proves(), step.work().run(), start);
            } catch (Exception | AssertionError e) {
                System.out.printf("%2d  FAILED  %s%n    %s%n", number, step.name(), reason(e));
                return false;
            }
        }
        return true;
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null
                ? e.toString()
                : e.getMessage()
                        .lines()
                        .limit(12)
                        .reduce("", (all, line) -> all + line + "\n    ")
                        .strip();
    }

    private static void print(
            int number, String name, String proves, String seen, long startNanos) {
        System.out.printf(
                "%2d  %6.2f s  %s%n               proves: %s%n%s",
                number,
                (System.nanoTime() - startNanos) / 1e9,
                name,
                proves,
                seen.isEmpty() ? "" : "               seen: " + seen + "\n");
    }
}
