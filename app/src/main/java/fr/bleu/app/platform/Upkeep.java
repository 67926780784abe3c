package fr.bleu.app.platform;

import fr.bleu.http.HttpServer;
import fr.bleu.http.ca.CaException;
import fr.bleu.http.ca.PlatformCa;
import fr.bleu.http.ca.ServerCertificate;
import fr.bleu.identity.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What must be done from time to time: signing keys are rotated, the server's certificate renewed.
 */
final class Upkeep implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Upkeep.class.getName());
    private static final Duration EVERY = Duration.ofHours(1);

    private final Identity identity;
    private final PlatformCa authority;
    private final HttpServer server;
    private final InstantSource clock;
    private final SecureRandom random;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private ServerCertificate certificate;

    Upkeep(
            Identity identity,
            PlatformCa authority,
            HttpServer server,
            ServerCertificate certificate,
            InstantSource clock,
            SecureRandom random) {
        this.identity = identity;
        this.authority = authority;
        this.server = server;
        this.certificate = certificate;
        this.clock = clock;
        this.random = random;
        this.thread = Thread.ofVirtual().name("upkeep").start(this::run);
    }

    private void run() {
        try {
            while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        try {
            identity.housekeeping();
            if (!clock.instant().isBefore(certificate.renewAt())) {
                certificate = authority.issueServerCertificate(clock, random);
                server.renew(certificate);
            }
        } catch (CaException | GeneralSecurityException | IOException | RuntimeException e) {
            LOG.log(Level.SEVERE, "upkeep failed; it is tried again in an hour", e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        thread.join();
    }
}
