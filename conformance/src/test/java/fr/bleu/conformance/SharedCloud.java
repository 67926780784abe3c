package fr.bleu.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One cloud for all clients' tests, started with the first and stopped with the JVM. */
final class SharedCloud {

    static final String ACCOUNT = "conformance";
    static final String VAULT = "conformance-java";

    private static Cloud cloud;

    private SharedCloud() {}

    static synchronized Cloud get() {
        if (cloud == null) {
            cloud = start();
        }
        return cloud;
    }

    private static Cloud start() {
        try {
            Path hosts = Files.createTempFile("bleu-", ".hosts");
            Names.resolve(hosts, "bleu.localhost", List.of(ACCOUNT), List.of(VAULT));
            Cloud started = Cloud.start();
            System.setProperty(
                    "javax.net.ssl.trustStore",
                    started.data().resolve("ca/truststore.p12").toString());
            System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started, hosts)));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stop(Cloud started, Path hosts) {
        try {
            started.close();
            Files.deleteIfExists(hosts);
        } catch (IOException | InterruptedException e) {
            System.err.println("the tests' cloud did not stop in order: " + e.getMessage());
        }
    }
}
