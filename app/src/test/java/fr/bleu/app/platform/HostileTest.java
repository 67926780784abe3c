package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.Instance;
import fr.bleu.app.Log;
import fr.bleu.app.Wire;
import fr.bleu.http.Domains;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Json;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.http.Xml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route's valid request, made hostile in every way and sent over a real connection by
 * somebody with all roles: each is answered in its api's own words, none is the platform's failure.
 * Deletions come last, so that the others find what they are about.
 */
final class HostileTest {
    private static final boolean ALL = Boolean.getBoolean("bleu.all");
    private static final int CHANGES = ALL ? 25 : 2;
    private static final long MOST_GROWTH_BYTES = 96L << 20;

    @TempDir Path folder;

    private final List<String> wrong = new ArrayList<>();
    private int answered;

    @Test
    void everyHostileRequestIsAnsweredInItsApisWords() throws Exception {
        long seed = Long.getLong("bleu.seed", ALL ? System.nanoTime() : 1);
        System.out.println("hostile requests, -Dbleu.seed=" + seed);
        try (Walk walk = new Walk(folder);
                Log log = Log.open(instance())) {
            long before = usedBytes();
            sendAll(walk, new Random(seed));
            long grown = usedBytes() - before;
            System.out.println(answered + " hostile requests, heap + " + (grown >> 20) + " MiB");
            assertTrue(grown < MOST_GROWTH_BYTES, grown + " bytes more are in use");
        } finally {
            LogManager.getLogManager().readConfiguration();
        }
        assertEquals("", String.join("\n", wrong), "seed " + seed);
        assertEquals("", complaints(), "seed " + seed);
    }

    private Instance instance() {
        return new Instance("0".repeat(32), folder.resolve("data"), folder.resolve("secrets"));
    }

    /** What the operator would read of failures. */
    private String complaints() throws IOException {
        return Files.readAllLines(folder.resolve("data/log/bleu.log.0")).stream()
                .filter(line -> !line.contains(" INFO "))
                .collect(Collectors.joining("\n"));
    }

    private void sendAll(Walk walk, Random random) throws Exception {
        Domains domains = Domains.at(walk.port());
        Map<String, Wire> wires = new HashMap<>();
        List<Route> routes = new ArrayList<>(walk.routes());
        routes.sort(Comparator.comparing(route -> route.method().equals("DELETE")));
        for (Route route : routes) {
            List<HostileChanges> fitting = HostileChanges.fitting(raw(walk, domains, route));
            for (int i = 0; i < CHANGES; i++) {
                HostileChanges change = fitting.get(random.nextInt(fitting.size()));
                RawRequest request = raw(walk, domains, route);
                change.apply(request, random);
                send(wire(wires, request.host, walk.port()), request, change);
            }
        }
    }

    /** One for each host: sessions of TLS are not resumed at another. */
    private Wire wire(Map<String, Wire> wires, String host, int port) throws Exception {
        Wire wire = wires.get(host);
        if (wire == null) {
            wire = new Wire(folder.resolve("data/ca/truststore.p12"), port);
            wires.put(host, wire);
        }
        return wire;
    }

    private static RawRequest raw(Walk walk, Domains domains, Route route) {
        FakeRequest sample = walk.request(route);
        String label = sample.label().isEmpty() ? "" : sample.label() + ".";
        RawRequest request =
                new RawRequest(
                        sample,
                        label + domains.host(route.site()),
                        walk.port(),
                        sample.body(1 << 20));
        if (HostileBodies.isBatch(request)) {
            request.header("Content-Type", "multipart/mixed; boundary=x");
        }
        return request;
    }

    private void send(Wire wire, RawRequest request, HostileChanges change) {
        String what =
                shortened(
                        change + " of " + request.site + " " + request.method + " " + request.path);
        try {
            Wire.Answer answer = wire.raw(request.host, request.text());
            answered++;
            String fault = fault(request, answer);
            if (!fault.isEmpty()) {
                wrong.add(
                        what
                                + ": "
                                + fault
                                + "\n"
                                + shortened(request.text())
                                + "\n-> "
                                + shortened(answer.text()));
            }
        } catch (IOException broken) {
            if (!request.unreadable) {
                wrong.add(what + ": " + broken);
            }
        }
    }

    private static String shortened(String text) {
        String shown =
                text.replaceAll("Bearer [^\\r\\n]*", "Bearer ...").replaceAll("[^ -~\\r\\n]", "?");
        return shown.substring(0, Math.min(1_200, shown.length()));
    }

    /** What is wrong with an answer; empty for nothing. */
    private static String fault(RawRequest request, Wire.Answer answer) {
        if (answer.status() == 0) {
            return request.unreadable ? "" : "no answer";
        }
        if (answer.status() < 400) {
            return "";
        }
        boolean busy = answer.status() == 503 && answer.text().contains("ServerBusy");
        if (answer.status() >= 500 && !busy) {
            return "a failure of the platform";
        }
        // Whose it was is not known, and what HEAD is answered has no body.
        boolean bare = request.method.equals("HEAD") && answer.body().isEmpty();
        if (request.unreadable && (bare || answer.body().equals("The request is refused.\n"))) {
            return "";
        }
        return worded(request, answer) ? "" : "not in the api's words";
    }

    private static boolean worded(RawRequest request, Wire.Answer answer) {
        byte[] body = answer.body().getBytes(StandardCharsets.ISO_8859_1);
        boolean blob = request.site == Site.BLOB;
        boolean website = request.site == Site.WEB;
        boolean coded =
                answer.text().toLowerCase(java.util.Locale.ROOT).contains("\r\nx-ms-error-code: ");
        if ((blob || website) && !coded) {
            return false;
        }
        if (request.method.equals("HEAD")) {
            // Of a target that could not be read not even the method is known.
            boolean closed = answer.text().contains("\r\nConnection: close\r\n");
            return body.length == 0 || (request.unreadable && closed);
        }
        if (website) {
            return answer.text().contains("text/plain");
        }
        try {
            return blob
                    ? Xml.parse(body, "Bad").childText("Code").isPresent()
                    : Json.parse(body, "Bad").has("error");
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
