package fr.bleu.storage;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import fr.bleu.trust.Scope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the operation of one line of the catalogue is about, and its request. */
final class CataloguePlace implements AutoCloseable {
    /** A foreign page is let in. */
    private static final ServiceSettings SETTINGS =
            ServiceSettings.DEFAULT.withCors(
                    List.of(
                            new CorsRule(
                                    List.of("https://app.example"),
                                    List.of("GET"),
                                    List.of("*"),
                                    List.of("*"),
                                    60)));

    final World world;
    final CatalogueOperation operation;

    /** A name of its own for each line, so that none sees what another did. */
    final String name;

    /** How the blob is made. */
    private final List<String> made = new ArrayList<>();

    private final Map<String, String> headers = new LinkedHashMap<>();
    String method;
    String target;
    String body;
    String account = "acct";

    /** With the account's key, if nothing else authorizes it. */
    boolean signed;

    long declared = -1;
    private String copy = UUID.randomUUID().toString();
    private String version = "01DC5C6D5A3F0A00";

    CataloguePlace(World world, CatalogueOperation operation, String name) {
        this.world = world;
        this.operation = operation;
        this.name = name;
        method = operation.method();
        target = operation.target();
        body = operation.body();
        headers.put("Authorization", "Bearer owner");
        headers.put("x-ms-version", "2024-11-04");
        operation.headers().forEach(this::with);
    }

    String blob() {
        return container() + "/b";
    }

    private String container() {
        return "/" + name;
    }

    String ofContainer() {
        return container() + "?restype=container";
    }

    /** Adds or replaces a line of the request. */
    CataloguePlace with(String line) {
        String[] header = line.split(": ", 2);
        headers.put(header[0], header[1]);
        return this;
    }

    void without(String name) {
        headers.remove(name);
    }

    void parameter(String text) {
        target += (target.contains("?") ? "&" : "?") + text;
    }

    /** A line of the request that makes the blob. */
    void madeWith(String line) {
        made.add(line);
    }

    /** A platform with the blob that copies are made of. */
    static World world() {
        World world = new World();
        world.grant(world.owner, "Storage Blob Data Owner", Scope.of(""));
        world.tokens.put("Bearer foreign", world.bearForeigner("foreign"));
        world.principal("nobody");
        world.management.settings("acct", SETTINGS);
        world.send("PUT", "/src?restype=container");
        world.put("/src/source", "s".repeat(512).getBytes(StandardCharsets.UTF_8));
        return world;
    }

    /** What the operation needs before it: all but what the circumstance takes away. */
    void make() {
        String what = operation.name();
        if (what.contains("Immutability Policy") || what.contains("Legal Hold")) {
            versioned();
        } else if (!what.equals("Create Container")) {
            here();
        }
        if (operation.on().isBlob()) {
            blob(operation.on());
        } else if (!what.equals("Create Container")) {
            blob(CatalogueOperation.Subject.BLOCK);
        }
        switch (what) {
            case "Restore Container" -> deleteContainer();
            case "Undelete Blob" -> deleteBlob();
            case "Put Block List" -> block();
            case "Abort Copy Blob" -> pending();
            default -> {
                // All is there.
            }
        }
    }

    private void here() {
        if (world.send("HEAD", ofContainer()).status() == 404) {
            send("PUT", ofContainer());
        }
    }

    /** Versions are held one by one. */
    void versioned() {
        if (world.send("HEAD", ofContainer()).status() == 404) {
            HeldPlaces held = new HeldPlaces(world);
            world.storage
                    .containers()
                    .create(
                            held.permit(name),
                            Metadata.EMPTY,
                            PublicAccess.NONE,
                            true,
                            ContainerEncryption.ACCOUNT);
        }
    }

    void blob(CatalogueOperation.Subject type) {
        FakeRequest request = world.request("PUT", blob()).with("x-ms-blob-type", type.blobType());
        if (type == CatalogueOperation.Subject.PAGE) {
            request.with("x-ms-blob-content-length", "1024");
        }
        request.body(type == CatalogueOperation.Subject.BLOCK ? "content" : "");
        sent(lines(request));
    }

    private void block() {
        sent(lines(world.request("PUT", blob() + "?comp=block&blockid=AAAA")).body("block"));
    }

    private FakeRequest lines(FakeRequest request) {
        for (String line : made) {
            String[] header = line.split(": ", 2);
            boolean block = request.rawQuery().contains("comp=block");
            if (!block || header[0].startsWith("x-ms-encryption")) {
                request.with(header[0], header[1]);
            }
        }
        return request;
    }

    void deleteContainer() {
        if (operation.name().equals("Create Container")) {
            send("PUT", ofContainer());
        }
        world.management.settings(old -> old.withContainerDeletion(7));
        send("DELETE", ofContainer());
        String list = World.text(world.send("GET", "/?comp=list&include=deleted&prefix=" + name));
        version = list.split("</?Version>")[1];
    }

    void deleteBlob() {
        world.management.settings(old -> old.withDeletion(7, false));
        send("DELETE", blob());
    }

    /** A copy that nobody carries out. */
    private void pending() {
        send("DELETE", blob());
        copy = CatalogueCopy.begin(world, name);
    }

    Answer send(String verb, String path, String... lines) {
        FakeRequest request = world.request(verb, path);
        for (String line : lines) {
            String[] header = line.split(": ", 2);
            request.with(header[0], header[1]);
        }
        return sent(verb.equals("PUT") ? request.body("") : request);
    }

    /** What a circumstance rests on must have come about. */
    Answer sent(FakeRequest request) {
        Answer answer = world.send(request);
        if (answer.status() >= 300) {
            throw new Unreached(request.method() + " " + World.outcome(answer));
        }
        return answer;
    }

    /** A circumstance that does not exist for the operation. */
    static final class Unreached extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreached(String why) {
            super(why);
        }
    }

    Answer answer() {
        FakeRequest request =
                new FakeRequest(Site.BLOB, method, filled(target))
                        .label(account)
                        .baseUrl("https://acct.blob.core.bleu.localhost:8443")
                        .origin(World.ORIGIN);
        if (target.startsWith("/{account}-secondary")) {
            request.secondary(account);
        }
        headers.forEach((name, value) -> request.with(name, filled(value)));
        if (body != null) {
            request.body(filled(body));
        }
        if (declared >= 0) {
            request.declared(declared);
        }
        return world.send(
                headers.containsKey("Authorization") || !signed ? request : world.signed(request));
    }

    private String filled(String text) {
        return text.replace("{c}", name)
                .replace("{b}", "b")
                .replace("{account}", account)
                .replace("{copy}", copy)
                .replace("{version}", version)
                .replace("{source}", "https://acct.blob.core.bleu.localhost:8443/src/source");
    }

    /** The account is for the next line as it was for this. */
    @Override
    public void close() {
        if (operation.isAbout("copy")) {
            // Few may be under way at once.
            world.send(
                    world.request("PUT", blob() + "?comp=copy&copyid=" + copy)
                            .with("x-ms-copy-action", "abort"));
        }
        world.management.setRules("acct", AccountRules.DEFAULT);
        world.management.settings("acct", SETTINGS);
    }
}
