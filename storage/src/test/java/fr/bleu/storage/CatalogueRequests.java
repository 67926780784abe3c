package fr.bleu.storage;

import java.util.ArrayList;
import java.util.List;

/** The circumstances of the catalogue that the request alone brings about. */
final class CatalogueRequests {
    private static final List<String> BOUNDED = List.of("PUT", "POST");

    private CatalogueRequests() {}

    static List<CatalogueCase> callers() {
        return List.of(
                CatalogueCase.always("success", place -> {}),
                CatalogueCase.always("nobody", place -> place.without("Authorization")),
                CatalogueCase.always(
                        "no role", place -> place.with("Authorization: Bearer nobody")),
                CatalogueCase.always(
                        "another tenant's", place -> place.with("Authorization: Bearer foreign")),
                CatalogueCase.always(
                        "unknown token", place -> place.with("Authorization: Bearer unknown")),
                CatalogueCase.always("by key", CatalogueRequests::byKey),
                CatalogueCase.always(
                        "by key, keys not allowed",
                        place -> {
                            byKey(place);
                            place.world.management.setRules("acct", new AccountRules(false, false));
                        }),
                CatalogueCase.always("no such account", place -> place.account = "none"));
    }

    private static void byKey(CataloguePlace place) {
        place.without("Authorization");
        place.signed = true;
    }

    static List<CatalogueCase> all(CatalogueOperation operation) {
        List<CatalogueCase> cases = new ArrayList<>();
        cases.add(CatalogueCase.always("no x-ms-version", place -> place.without("x-ms-version")));
        cases.add(with("x-ms-version: tomorrow"));
        cases.add(with("x-ms-version: 2014-02-14"));
        cases.add(with("x-ms-upn: true"));
        cases.add(with("x-ms-lease-id: x"));
        cases.add(with("If-Modified-Since: yesterday"));
        cases.add(with("x-ms-if-tags: a ="));
        cases.add(with("x-ms-encryption-key: x"));
        for (String parameter : List.of("popreceipt=x", "timeout=x", "snapshot=x", "versionid=x")) {
            cases.add(CatalogueCase.always("?" + parameter, place -> place.parameter(parameter)));
        }
        for (String line : operation.headers()) {
            String name = line.split(": ", 2)[0];
            cases.add(CatalogueCase.always("no " + name, place -> place.without(name)));
            cases.add(with(name + ": ?!"));
        }
        if (BOUNDED.contains(operation.method())) {
            cases.addAll(bodies());
        }
        cases.addAll(names());
        return cases;
    }

    private static CatalogueCase with(String line) {
        return CatalogueCase.always(line, place -> place.with(line));
    }

    private static List<CatalogueCase> bodies() {
        return List.of(
                CatalogueCase.always("no Content-Length", place -> place.body = null),
                CatalogueCase.always("5 TB declared", place -> place.declared = 5L << 40),
                CatalogueCase.always("garbage as body", place -> place.body = "garbage"),
                CatalogueCase.always("no body", place -> place.body = ""));
    }

    private static List<CatalogueCase> names() {
        return List.of(
                new CatalogueCase(
                        "container's name malformed",
                        on -> on.on() != CatalogueOperation.Subject.ACCOUNT,
                        place -> {},
                        place -> place.target = place.target.replace("{c}", "Con--")),
                new CatalogueCase(
                        "blob's name malformed",
                        on -> on.on().isBlob(),
                        place -> {},
                        place -> place.target = place.target.replace("{b}", "n".repeat(1025))));
    }
}
