package fr.bleu.storage;

import fr.bleu.storage.CatalogueOperation.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A circumstance in which every operation that it can meet is asked for.
 *
 * @param before done before what the operation is about is made
 * @param after done when all is there
 */
record CatalogueCase(
        String name,
        Predicate<CatalogueOperation> meets,
        Consumer<CataloguePlace> before,
        Consumer<CataloguePlace> after) {

    private static final String LEASE = "aaaaaaaa-0000-4000-8000-000000000000";
    private static final String OTHER_LEASE = "bbbbbbbb-0000-4000-8000-000000000000";
    private static final CustomerKeys KEY = new CustomerKeys(1);
    private static final CustomerKeys OTHER_KEY = new CustomerKeys(2);

    static List<CatalogueCase> of(CatalogueOperation operation) {
        return Stream.of(
                        CatalogueRequests.callers(),
                        CatalogueRequests.all(operation),
                        places(),
                        leases(),
                        conditions(),
                        states(),
                        encryption())
                .flatMap(List::stream)
                .filter(it -> it.meets().test(operation))
                .toList();
    }

    static CatalogueCase always(String name, Consumer<CataloguePlace> after) {
        return new CatalogueCase(name, operation -> true, place -> {}, after);
    }

    private static CatalogueCase ofBlobs(String name, Consumer<CataloguePlace> after) {
        return new CatalogueCase(name, on -> on.on().isBlob(), place -> {}, after);
    }

    private static CatalogueCase ofContainers(String name, Consumer<CataloguePlace> after) {
        return new CatalogueCase(name, on -> on.on() != Subject.ACCOUNT, place -> {}, after);
    }

    private static CatalogueCase madeSo(
            String name, Consumer<CataloguePlace> before, Consumer<CataloguePlace> after) {
        return new CatalogueCase(name, on -> on.on().isBlob(), before, after);
    }

    private static List<CatalogueCase> places() {
        return List.of(
                ofContainers(
                        "container missing",
                        place -> place.target = place.target.replace("{c}", "none")),
                ofContainers("container soft-deleted", CataloguePlace::deleteContainer),
                new CatalogueCase(
                        "container exists",
                        on -> List.of("Create Container", "Restore Container").contains(on.name()),
                        place -> {},
                        place -> place.send("PUT", place.ofContainer())),
                ofBlobs(
                        "blob missing",
                        place -> place.target = place.target.replace("{b}", "none")),
                ofBlobs("blob soft-deleted", CataloguePlace::deleteBlob),
                ofType(Subject.BLOCK),
                ofType(Subject.APPEND),
                ofType(Subject.PAGE),
                ofBlobs(
                        "snapshot addressed",
                        place ->
                                place.parameter(
                                        "snapshot="
                                                + World.header(
                                                        place.send(
                                                                "PUT",
                                                                place.blob() + "?comp=snapshot"),
                                                        "x-ms-snapshot"))),
                ofBlobs(
                        "unknown snapshot",
                        place -> place.parameter("snapshot=2026-11-20T00:00:00.0000000Z")),
                ofBlobs(
                        "unknown version",
                        place -> place.parameter("versionid=2026-11-20T00:00:00.0000000Z")));
    }

    private static CatalogueCase ofType(Subject type) {
        return new CatalogueCase(
                "of type " + type.blobType(),
                on -> on.on().isBlob() && on.on() != type,
                place -> {},
                place -> {
                    place.send("DELETE", place.blob());
                    place.blob(type);
                });
    }

    private static List<CatalogueCase> leases() {
        List<CatalogueCase> cases = new ArrayList<>();
        for (boolean blob : new boolean[] {true, false}) {
            String what = blob ? "blob" : "container";
            Consumer<CataloguePlace> leased = place -> lease(place, blob);
            Predicate<CatalogueOperation> meets =
                    on -> blob ? on.on().isBlob() : on.on() != Subject.ACCOUNT;
            cases.add(new CatalogueCase(what + " leased, no id", meets, place -> {}, leased));
            cases.add(
                    new CatalogueCase(
                            what + " leased, its id",
                            meets,
                            place -> {},
                            leased.andThen(place -> place.with("x-ms-lease-id: " + LEASE))));
            cases.add(
                    new CatalogueCase(
                            what + " leased, other id",
                            meets,
                            place -> {},
                            leased.andThen(place -> place.with("x-ms-lease-id: " + OTHER_LEASE))));
        }
        cases.add(
                ofContainers("not leased, an id", place -> place.with("x-ms-lease-id: " + LEASE)));
        return cases;
    }

    private static void lease(CataloguePlace place, boolean blob) {
        place.send(
                "PUT",
                (blob ? place.blob() + "?" : place.ofContainer() + "&") + "comp=lease",
                "x-ms-lease-action: acquire",
                "x-ms-lease-duration: -1",
                "x-ms-proposed-lease-id: " + LEASE);
    }

    private static List<CatalogueCase> conditions() {
        String another = "\"0x8D0000000000001\"";
        return List.of(
                ofContainers("If-Match: met", place -> place.with("If-Match: " + etag(place))),
                ofContainers("If-Match: failed", place -> place.with("If-Match: " + another)),
                ofContainers(
                        "If-None-Match: met", place -> place.with("If-None-Match: " + another)),
                ofContainers(
                        "If-None-Match: failed",
                        place -> place.with("If-None-Match: " + etag(place))),
                ofContainers("If-None-Match: *", place -> place.with("If-None-Match: *")),
                since("If-Modified-Since: met", "If-Modified-Since", -1),
                since("If-Modified-Since: failed", "If-Modified-Since", 1),
                since("If-Unmodified-Since: met", "If-Unmodified-Since", 1),
                since("If-Unmodified-Since: failed", "If-Unmodified-Since", -1),
                ofContainers(
                        "x-ms-if-tags: failed", place -> place.with("x-ms-if-tags: a = 'none'")));
    }

    private static CatalogueCase since(String name, String header, int hours) {
        return ofContainers(
                name,
                place ->
                        place.with(
                                header
                                        + ": "
                                        + Stamp.httpDate(
                                                place.world
                                                        .clock
                                                        .instant()
                                                        .plus(Duration.ofHours(hours)))));
    }

    private static String etag(CataloguePlace place) {
        boolean blob = place.operation.on().isBlob();
        String etag =
                World.header(
                        place.world.send("HEAD", blob ? place.blob() : place.ofContainer()),
                        "ETag");
        if (etag.isEmpty()) {
            throw new CataloguePlace.Unreached("no ETag");
        }
        return etag;
    }

    private static List<CatalogueCase> states() {
        return List.of(
                madeSo(
                        "on legal hold",
                        place -> {
                            place.versioned();
                            place.madeWith("x-ms-legal-hold: true");
                        },
                        place -> {}),
                madeSo(
                        "policy locked",
                        place -> {
                            place.versioned();
                            place.madeWith(
                                    "x-ms-immutability-policy-until-date: Wed, 25 Nov 2026 12:00:00"
                                            + " GMT");
                            place.madeWith("x-ms-immutability-policy-mode: Locked");
                        },
                        place -> {}),
                ofContainers(
                        "container on legal hold",
                        place ->
                                place.world
                                        .storage
                                        .containerPolicies()
                                        .setHolds(
                                                new HeldPlaces(place.world).permit(place.name),
                                                List.of("case17"))),
                ofContainers(
                        "container's policy",
                        place ->
                                place.world
                                        .storage
                                        .containerPolicies()
                                        .set(
                                                new HeldPlaces(place.world).permit(place.name),
                                                2,
                                                Optional.empty())),
                new CatalogueCase(
                        "archived",
                        on -> on.on() == Subject.BLOCK,
                        place -> {},
                        place ->
                                place.send(
                                        "PUT",
                                        place.blob() + "?comp=tier",
                                        "x-ms-access-tier: Archive")),
                new CatalogueCase(
                        "sealed",
                        on -> on.on() == Subject.APPEND,
                        place -> {},
                        place -> place.send("PUT", place.blob() + "?comp=seal")));
    }

    private static List<CatalogueCase> encryption() {
        return List.of(
                madeSo("customer's key, none given", place -> key(KEY, place::madeWith), p -> {}),
                madeSo(
                        "customer's key, given",
                        place -> key(KEY, place::madeWith),
                        place -> key(KEY, place::with)),
                madeSo(
                        "customer's key, another given",
                        place -> key(KEY, place::madeWith),
                        place -> key(OTHER_KEY, place::with)),
                ofContainers("no customer's key, one given", place -> key(KEY, place::with)),
                madeSo(
                        "in a disabled scope",
                        place -> {
                            place.world.management.scope(place.name, true);
                            place.madeWith("x-ms-encryption-scope: " + place.name);
                        },
                        place -> place.world.management.scope(place.name, false)),
                ofBlobs(
                        "a disabled scope named",
                        place -> {
                            place.world.management.scope(place.name, false);
                            place.with("x-ms-encryption-scope: " + place.name);
                        }),
                ofBlobs(
                        "an unknown scope named",
                        place -> place.with("x-ms-encryption-scope: unknown")));
    }

    private static void key(CustomerKeys key, Consumer<String> lines) {
        lines.accept("x-ms-encryption-key: " + key.key());
        lines.accept("x-ms-encryption-key-sha256: " + key.sha256());
        lines.accept("x-ms-encryption-algorithm: AES256");
    }
}
