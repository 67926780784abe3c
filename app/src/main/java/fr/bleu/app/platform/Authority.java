package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.http.Domains;
import fr.bleu.http.ca.CaException;
import fr.bleu.http.ca.Pem;
import fr.bleu.http.ca.PlatformCa;
import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The platform's own CA, in its files: certificates with the data, the issuing key apart. */
final class Authority {

    private static final int MAX_BYTES = 64 * 1024;

    private Authority() {}

    /** Opens the CA; makes it if the instance has none yet. */
    static PlatformCa open(
            Instance instance, Domains domains, InstantSource clock, SecureRandom random) {
        try {
            if (!Files.exists(instance.issuerCertificate())) {
                create(instance, domains, clock, random);
            }
            return PlatformCa.load(
                    domains,
                    read(instance.caCertificate()),
                    read(instance.issuerCertificate()),
                    Pem.privateKey(read(instance.issuerKey())),
                    clock);
        } catch (IOException e) {
            throw unusable(CommandFailure.reason(e));
        } catch (CaException | GeneralSecurityException e) {
            throw unusable(e.getMessage());
        }
    }

    private static CommandFailure unusable(String why) {
        return new CommandFailure("the certificate authority cannot be used: " + why);
    }

    /** The issuer's certificate is written last: until it is there, the CA is made anew. */
    private static void create(
            Instance instance, Domains domains, InstantSource clock, SecureRandom random)
            throws CaException, IOException {
        PlatformCa.Created created = PlatformCa.create(domains, clock, random);
        PrivateFiles.createFolder(instance.caCertificate().getParent());
        write(instance.issuerKey(), Pem.of(created.issuerPrivateKey()));
        write(instance.caCertificate(), created.rootCertPem());
        write(instance.issuerCertificate(), created.issuerCertPem());
    }

    private static void write(Path file, String pem) throws IOException {
        PrivateFiles.replace(file, pem.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Path file) throws IOException {
        return new String(PrivateFiles.read(file, MAX_BYTES), StandardCharsets.US_ASCII);
    }
}
