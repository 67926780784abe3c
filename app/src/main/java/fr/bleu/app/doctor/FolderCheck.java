package fr.bleu.app.doctor;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.Kind;
import fr.bleu.http.ca.Pem;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.store.Room;
import fr.bleu.store.StoreUnusableException;
import fr.bleu.store.embedded.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The two folders of an instance: rights, room, keys, certificates, format, times. */
final class FolderCheck {

    private static final String RECOVER = "docs/operations.md, \"Recover\", says how";

    /** From here on somebody should think of a larger disk. */
    private static final long LITTLE_ROOM_BYTES = 4 * Room.RESERVE_BYTES;

    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private final Machine machine;
    private final Instance instance;
    private final List<Finding> findings = new ArrayList<>();

    FolderCheck(Machine machine, Instance instance) {
        this.machine = machine;
        this.instance = instance;
    }

    List<Finding> findings() {
        return findings;
    }

    /** Others must not read, and the one who runs this must own. */
    void rights() {
        closed(instance.data());
        closed(instance.secrets());
    }

    private void closed(Path folder) {
        try {
            PrivateFiles.checkFolder(folder);
        } catch (IOException e) {
            findings.add(
                    Finding.wrong(
                            CommandFailure.reason(e),
                            "chown and chmod 700 " + folder + "; who had access may have read it"));
        }
    }

    void keys() {
        if (!Files.exists(instance.details())) {
            // The first start has not ended; the next one goes on with it.
            return;
        }
        List<Path> files = new ArrayList<>();
        files.add(instance.rootKey());
        files.add(instance.checkpoint());
        if (Files.exists(instance.administrator())) {
            // A node made from a pack has none, and who runs a cloud may keep it elsewhere.
            files.add(instance.administrator());
        }
        if (instance.kind() == Kind.CLOUD) {
            files.add(instance.issuerKey());
            if (Files.exists(instance.nodeCertificate())) {
                files.add(instance.nodeCertificate());
            }
        }
        for (Path file : files) {
            try {
                PrivateFiles.checkFile(file);
            } catch (IOException e) {
                findings.add(Finding.wrong(CommandFailure.reason(e), RECOVER));
            }
        }
    }

    void room() {
        long usable = machine.usableBytes().applyAsLong(instance.data());
        String left = "the disk of " + instance.data() + " has " + (usable >> 20) + " MiB left: ";
        String remedy =
                "give it more room, or delete data: what is deleted comes back by itself while the"
                        + " cloud runs";
        switch (Room.of(usable, Room.RESERVE_BYTES)) {
            case NONE -> findings.add(Finding.wrong(left + "no change is taken", remedy));
            case SCARCE -> findings.add(Finding.wrong(left + "nothing new is taken", remedy));
            case ENOUGH -> {
                if (usable < LITTLE_ROOM_BYTES) {
                    findings.add(
                            Finding.note(
                                    left
                                            + "below "
                                            + (Room.RESERVE_BYTES >> 20)
                                            + " nothing new is taken",
                                    remedy));
                }
            }
        }
    }

    void format() {
        try {
            Stores.requireReadable(instance.store());
        } catch (StoreUnusableException e) {
            findings.add(
                    Finding.wrong(
                            e.getMessage(),
                            "run the version that wrote it, or a newer one; else " + RECOVER));
        }
    }

    /** What was written later than now was written by a better clock. */
    void clock() throws IOException {
        Instant newest = Instant.MIN;
        for (Path file : List.of(instance.checkpoint(), instance.details())) {
            if (Files.exists(file)) {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                newest = written.isAfter(newest) ? written : newest;
            }
        }
        Instant now = machine.clock().instant();
        if (newest.isAfter(now.plus(CLOCK_TOLERANCE))) {
            findings.add(
                    Finding.wrong(
                            "the clock says " + now + ", but the cloud has written at " + newest,
                            "set the clock and keep it (chrony): tokens, signatures and the"
                                    + " ledger's times depend on it"));
        }
    }

    void certificates() {
        if (instance.kind() == Kind.CLOUD) {
            String remedy =
                    "a CA cannot be renewed yet: make a new instance and copy the data to it";
            certificate(instance.caCertificate(), remedy);
            certificate(instance.issuerCertificate(), remedy);
        }
        certificate(
                instance.nodeCertificate(),
                "start the node: it renews its certificate by itself; without the file a start"
                        + " makes another");
        certificate(
                instance.administrator(),
                "give the administrator's application another certificate while this one is valid");
    }

    private void certificate(Path file, String remedy) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            String pem = Files.readString(file);
            int begin = pem.indexOf("-----BEGIN CERTIFICATE-----");
            expiry(Pem.certificate(pem.substring(Math.max(0, begin))), file.toString(), remedy);
        } catch (IOException e) {
            findings.add(Finding.wrong(file + ": " + CommandFailure.reason(e), RECOVER));
        } catch (GeneralSecurityException e) {
            findings.add(Finding.wrong(file + " holds no certificate", RECOVER));
        }
    }

    /** Of a certificate in a file, or of one that is shown. */
    void expiry(X509Certificate certificate, String whose, String remedy) {
        Instant end = certificate.getNotAfter().toInstant();
        Instant now = machine.clock().instant();
        if (end.isBefore(now)) {
            findings.add(Finding.wrong(whose + ": the certificate expired at " + end, remedy));
        } else if (end.isBefore(now.plus(SOON))) {
            findings.add(Finding.wrong(whose + ": the certificate expires at " + end, remedy));
        }
    }
}
