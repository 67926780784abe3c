package fr.bleu.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment variables that clients read; paths and ids, never secrets. */
public final class Environment {

    private Environment() {}

    /** The variables, in the order in which {@code bleu env} prints them. */
    public static Map<String, String> of(Instance instance, Details details) {
        Path ca = instance.caCertificate().getParent();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("BLEU_URL", details.origin());
        variables.put("BLEU_CA", instance.caCertificate().toString());
        variables.put("BLEU_STORAGE_SUFFIX", details.storageSuffix());
        variables.put("BLEU_WEB_SUFFIX", details.webSuffix());
        variables.put("BLEU_VAULT_SUFFIX", details.vaultSuffix());
        variables.put("BLEU_GRAPH", "https://graph." + details.domain() + ":" + details.port());
        variables.put(
                "BLEU_RESOURCE", "https://management." + details.domain() + ":" + details.port());
        variables.put("BLEU_JAVA_OPTIONS", javaOptions(ca));
        // By its name: MSAL for JavaScript wants the issuer's host to be the authority's.
        variables.put(
                "AZURE_AUTHORITY_HOST", "https://login." + details.domain() + ":" + details.port());
        variables.put("AZURE_TENANT_ID", details.tenant());
        variables.put("AZURE_SUBSCRIPTION_ID", details.subscription());
        variables.put("AZURE_CLIENT_ID", details.client());
        variables.put("AZURE_CLIENT_CERTIFICATE_PATH", instance.administrator().toString());
        variables.put("AZURE_CONFIG_DIR", instance.azFolder().toString());
        variables.put("AZURE_CORE_COLLECT_TELEMETRY", "no");
        variables.put("BLEU_AZ_CLOUD", instance.azFolder().resolve("cloud.json").toString());
        variables.put("REQUESTS_CA_BUNDLE", ca.resolve("bundle.pem").toString());
        variables.put("NODE_EXTRA_CA_CERTS", instance.caCertificate().toString());
        variables.put("RCLONE_CA_CERT", instance.caCertificate().toString());
        return variables;
    }

    private static String javaOptions(Path ca) {
        return "-Djavax.net.ssl.trustStore="
                + ca.resolve("truststore.p12")
                + " -Djavax.net.ssl.trustStoreType=PKCS12";
    }
}
