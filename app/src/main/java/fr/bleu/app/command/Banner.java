package fr.bleu.app.command;

import fr.bleu.app.Details;
import fr.bleu.app.Instance;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

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
        next(instance, details);
        System.out.flush();
    }

    private static void next(Instance instance, Details details) {
        boolean here = instance.data().equals(Path.of("data").toAbsolutePath());
        String data = here ? "" : " --data " + instance.data();
        System.out.printf(
                """
                Try next:
                  ./bleu az%s login --service-principal --tenant %s --username %s --password %s
                  ./bleu az%s group create --name first --location francecentral
                  eval "$(./bleu env%s)"     # for the SDKs; README.md has a snippet for each
                """,
                data, details.tenant(), details.client(), instance.administrator(), data, data);
    }

    /** Most clients reach the cloud by names; say how to make them resolve, and what works now. */
    private static void names(Details details) {
        String probe = "probe" + details.vaultSuffix().replaceFirst(":\\d+$", "");
        try {
            InetAddress.getByName(probe);
        } catch (UnknownHostException e) {
            System.out.printf(
                    """
                    %s does not resolve here. This makes every name resolve:
                      apt-get install libnss-myhostname
                    Without it %s serves sign-in, resources, Graph and blobs (%s/ACCOUNT):
                    az login and az group work, and the SDKs for Java and Python once AZURE_AUTHORITY_HOST and the blob
                    endpoint are set to it. Key Vault, az storage, rclone and the JavaScript SDKs need the names.
                    """,
                    probe, details.origin(), details.origin());
        }
    }
}
