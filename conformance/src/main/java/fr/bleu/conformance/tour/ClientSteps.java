package fr.bleu.conformance.tour;

import fr.bleu.conformance.Cloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The steps that a tenant's engineer takes with a client. */
final class ClientSteps {

    private final Cloud cloud;
    private final TourClient client;
    private final Tree tree;
    private String receipt = "";

    ClientSteps(Cloud cloud, TourClient client, Tree tree) {
        this.cloud = cloud;
        this.client = client;
        this.tree = tree;
    }

    /** The receipt of one upload, once the tree is uploaded. */
    String receipt() {
        return receipt;
    }

    List<Step> steps() {
        return List.of(
                new Step(
                        "sign in as a service principal with " + client.name(),
                        "an unmodified client gets its token here, over verified TLS",
                        this::signIn),
                new Step(
                        "create a resource group in francecentral",
                        "the Resource Manager's wire",
                        this::createGroup),
                new Step(
                        "be refused in eastus",
                        "the sovereignty policy stands in the path and names its rule",
                        this::refused),
                new Step(
                        "register providers",
                        "providers are asked for before they are used",
                        this::register),
                new Step(
                        "create a storage account and a container",
                        "a typed provider behind the generic wire",
                        this::createContainer),
                new Step(
                        "upload a directory tree",
                        "small and large blobs, each acknowledged only when durable",
                        this::upload),
                new Step(
                        "list it with prefix and delimiter",
                        "the hierarchy that listings show",
                        this::list),
                new Step(
                        "download it and compare SHA-256",
                        "what was stored is what comes back",
                        this::download),
                new Step(
                        "create a vault, set and read a secret",
                        "the vault's challenge and its wire",
                        this::vault),
                new Step(
                        "give a second principal Storage Blob Data Reader on one container",
                        "a role opens that container for reading, and nothing else",
                        this::reader),
                new Step(
                        "show the tenant's activity log",
                        "the log is read from the ledger",
                        this::activityLog));
    }

    private String signIn() throws Exception {
        client.signIn();
        return "";
    }

    private String createGroup() throws Exception {
        client.createGroup(Tour.GROUP, "francecentral");
        return "";
    }

    private String refused() throws Exception {
        String refusal = client.refusedGroup("elsewhere", "eastus");
        Expect.contains(refusal, "RequestDisallowedByPolicy");
        Expect.contains(refusal, "bleu.place.allowed");
        return "RequestDisallowedByPolicy, rule bleu.place.allowed";
    }

    private String register() throws Exception {
        client.registerProvider("Microsoft.Storage");
        client.registerProvider("Microsoft.KeyVault");
        return "";
    }

    private String createContainer() throws Exception {
        client.createStorageAccount(Tour.GROUP, Tour.ACCOUNT);
        client.createContainer(Tour.ACCOUNT, Tour.CONTAINER);
        client.createContainer(Tour.ACCOUNT, Tour.OTHER_CONTAINER);
        return "";
    }

    private String upload() throws Exception {
        receipt = client.uploadTree(Tour.ACCOUNT, Tour.CONTAINER, tree.root(), tree.files());
        Expect.contains(receipt, "change=");
        long mebibytes = tree.bytes() >> 20;
        return tree.files().size()
                + " files, "
                + mebibytes
                + " MiB, the largest "
                + (Files.size(tree.largest()) >> 20)
                + " MiB";
    }

    private String list() throws Exception {
        List<String> top = client.list(Tour.ACCOUNT, Tour.CONTAINER, "");
        Expect.that(top.contains("lib/") && top.contains("release"), "the top level is " + top);
        List<String> security = client.list(Tour.ACCOUNT, Tour.CONTAINER, "conf/security/");
        Expect.that(
                security.contains("conf/security/java.security"),
                "conf/security/ holds " + security);
        return String.join(" ", top);
    }

    private String download() throws Exception {
        Path target = cloud.folder().resolve("downloaded");
        for (Path file : tree.files()) {
            client.download(Tour.ACCOUNT, Tour.CONTAINER, tree.name(file), target);
            Expect.that(
                    Tree.sha256(file).equals(Tree.sha256(target)),
                    tree.name(file) + " came back changed");
            Files.delete(target);
        }
        return tree.files().size() + " of " + tree.files().size() + " equal";
    }

    private String vault() throws Exception {
        client.createVault(Tour.GROUP, Tour.VAULT);
        client.setSecret(Tour.VAULT, "db-password", "not-a-real-one");
        String value = client.getSecret(Tour.VAULT, "db-password");
        Expect.that(value.equals("not-a-real-one"), "the secret came back changed");
        return "";
    }

    private String reader() throws Exception {
        TourClient.Reader reader = client.createReader(Tour.GROUP, Tour.ACCOUNT, Tour.CONTAINER);
        long length = reader.read(Tour.ACCOUNT, Tour.CONTAINER, "release");
        Expect.that(
                length == Files.size(tree.root().resolve("release")),
                "it read " + length + " bytes");
        String write = reader.refusedWrite(Tour.ACCOUNT, Tour.CONTAINER, "intruder");
        String other = reader.refusedRead(Tour.ACCOUNT, Tour.OTHER_CONTAINER, "anything");
        Expect.contains(write, "AuthorizationPermissionMismatch");
        Expect.contains(other, "AuthorizationPermissionMismatch");
        return "read there: yes; write there, read in another container: "
                + "AuthorizationPermissionMismatch";
    }

    private String activityLog() throws Exception {
        List<String> lines = client.activityLog();
        Expect.that(
                lines.stream().anyMatch(line -> line.contains("storageAccounts/write")),
                "no storageAccounts/write in " + lines);
        return lines.size() + " events, the newest " + lines.getFirst();
    }
}
