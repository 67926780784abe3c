package fr.bleu.app.command;

import fr.bleu.app.AzuriteAccounts;
import fr.bleu.app.Details;
import fr.bleu.app.Instance;
import fr.bleu.storage.DevelopmentAccounts.Wanted;
import java.util.List;

/** What {@code up --development-storage} prints once it answers; never a key. */
final class DevelopmentBanner {

    private static final int WELL_KNOWN_PORT = 10_000;

    private DevelopmentBanner() {}

    static void print(
            Instance instance,
            Details details,
            List<Wanted> accounts,
            boolean first,
            long startedNanos) {
        long millis = (System.nanoTime() - startedNanos) / 1_000_000;
        System.out.printf(
                "Bleu is up (%,d ms%s): development storage, Blob only, no TLS.%n",
                millis, first ? ", first start" : "");
        String address = details.address(instance.kind());
        for (Wanted account : accounts) {
            System.out.printf("  account        %s/%s%n", address, account.name());
        }
        System.out.printf("  connection     %s%n", connection(details, accounts));
        System.out.printf("  data           %s%n", instance.data());
        System.out.printf("  its keys       %s%n", instance.secrets());
        System.out.printf(
                "For development only: whoever uses this machine can reach it, and %s.%n",
                accounts.stream().anyMatch(AzuriteAccounts::isWellKnown)
                        ? "everybody knows the key of " + AzuriteAccounts.WELL_KNOWN_NAME
                        : "nothing on the wire is encrypted");
        System.out.flush();
    }

    /** Clients know the short form for one account at one port. */
    private static String connection(Details details, List<Wanted> accounts) {
        boolean isShort =
                details.port() == WELL_KNOWN_PORT
                        && accounts.stream().anyMatch(AzuriteAccounts::isWellKnown);
        if (isShort) {
            return "UseDevelopmentStorage=true";
        }
        String name = accounts.getFirst().name();
        return "DefaultEndpointsProtocol=http;AccountName="
                + name
                + ";AccountKey=KEY;BlobEndpoint=http://127.0.0.1:"
                + details.port()
                + "/"
                + name;
    }
}
