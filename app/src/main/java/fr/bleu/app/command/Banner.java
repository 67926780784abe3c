package fr.bleu.app.command;

import fr.bleu.app.Details;
import fr.bleu.app.Instance;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What {@code up} prints once the cloud answers. */
final class Banner {

    private Banner() {}

    static void print(Instance instance, Details details, boolean first, long startedNanos) {
        long millis = (System.nanoTime() - startedNanos) / 1_000_000;
        System.out.printf(
                """
                Bleu is up (%,d ms%s).
                  address        %s
                  CA             %s
                  tenant         %s
                  subscription   %s
                  administrator  client %s
                                 certificate and key: %s
                """,
                millis,
                first ? ", first start" : "",
                details.origin(),
                instance.caCertificate(),
                details.tenant(),
                details.subscription(),
                details.client(),
                instance.administrator());
        System.out.printf(
                """
                Back up %s apart from the data: it holds the root key,
                without which nothing in the data can ever be read again, and the administrator's key,
                whose holder acts as the home tenant. The data folder alone starts nothing.
                """,
                instance.secrets());
        names(details);
        System.out.printf(
                """
                Try next:
                  ./bleu az login --service-principal --tenant %s --username %s --password %s
                  ./bleu az group create --name first --location francecentral
                  eval "$(./bleu env)"     # for the SDKs; README.md has a snippet for each
                """,
                details.tenant(), details.client(), instance.administrator());
        System.out.flush();
    }

    /** SDKs reach vaults by name only; say how to make the names resolve if they do not. */
    private static void names(Details details) {
        String probe = "probe" + details.vaultSuffix().replaceFirst(":\\d+$", "");
        try {
            InetAddress.getByName(probe);
        } catch (UnknownHostException e) {
            System.out.printf(
                    """
                    %s does not resolve here. This makes every name resolve: apt-get install libnss-myhostname
                    Without it, %s serves sign-in, resources, Graph and blobs (path style); Key Vault needs names
                    (a JVM can use -Djdk.net.hosts.file, see ./bleu env).
                    """,
                    probe, details.origin());
        }
    }
}
