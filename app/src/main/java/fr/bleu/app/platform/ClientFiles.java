package fr.bleu.app.platform;

import fr.bleu.app.Details;
import fr.bleu.app.Instance;
import fr.bleu.http.ca.Pem;
import fr.bleu.keys.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files that clients are pointed at: the CA in the forms they read, az's description of the
 * cloud, and the instance's details. All public, except that they stand in folders of 0700.
 */
final class ClientFiles {

    /** Where distributions keep the system's own roots; az's bundle must hold them as well. */
    private static final List<Path> SYSTEM_BUNDLES =
            List.of(
                    Path.of("/etc/ssl/certs/ca-certificates.crt"),
                    Path.of("/etc/pki/tls/certs/ca-bundle.crt"));

    private ClientFiles() {}

    static void write(Instance instance, Details details)
            throws IOException, GeneralSecurityException {
        Path folder = instance.caCertificate().getParent();
        String rootPem = Files.readString(instance.caCertificate());
        PrivateFiles.createFolder(instance.azFolder());
        replace(folder.resolve("bundle.pem"), bundle(rootPem));
        replace(folder.resolve("truststore.p12"), trustStore(Pem.certificate(rootPem)));
        replace(instance.azFolder().resolve("cloud.json"), azCloud(details));
        replace(instance.details(), details.json());
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        if (!Files.exists(file) || !java.util.Arrays.equals(Files.readAllBytes(file), bytes)) {
            PrivateFiles.replace(file, bytes);
        }
    }

    private static byte[] bundle(String rootPem) throws IOException {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (Path system : SYSTEM_BUNDLES) {
            if (Files.isReadable(system)) {
                bundle.write(Files.readAllBytes(system));
                break;
            }
        }
        bundle.write(rootPem.getBytes(StandardCharsets.US_ASCII));
        return bundle.toByteArray();
    }

    /**
     * A PKCS #12 store that opens without a password: it holds nothing but a public certificate.
     */
    private static byte[] trustStore(X509Certificate root)
            throws IOException, GeneralSecurityException {
        System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
        System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("bleu", root);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, null);
        return bytes.toByteArray();
    }

    /** What {@code az cloud register --cloud-config} reads. */
    private static byte[] azCloud(Details details) {
        String origin = details.origin();
        String resource = "https://management." + details.domain() + ":" + details.port();
        return JsonMapper.builder()
                .build()
                .writeValueAsBytes(
                        Map.of(
                                "profile",
                                "latest",
                                "endpoints",
                                Map.of(
                                        // The path makes MSAL skip its look-up of Microsoft's own
                                        // clouds.
                                        "activeDirectory", origin + "/adfs/t",
                                        "activeDirectoryResourceId", resource,
                                        "management", resource,
                                        "resourceManager", origin,
                                        "gallery", origin,
                                        "microsoftGraphResourceId",
                                                "https://graph."
                                                        + details.domain()
                                                        + ":"
                                                        + details.port()),
                                "suffixes",
                                Map.of(
                                        "storageEndpoint", details.storageSuffix(),
                                        "keyvaultDns", details.vaultSuffix())));
    }
}
