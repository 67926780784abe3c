package fr.bleu.app.platform;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/** Ways to make a valid request hostile. */
enum HostileChanges {
    BODY(true, (request, random) -> request.body = HostileBodies.of(request, random)),
    ALTERED_BODY(true, HostileChanges::alterBody),
    TRUNCATED(
            true,
            (request, random) -> {
                request.framing = List.of("Content-Length: " + (request.body.length() + 100));
                request.unreadable = true;
            }),
    FIVE_TERABYTES(
            true,
            (request, random) -> {
                request.framing = List.of("Content-Length: " + (5L << 40));
                request.unreadable = true;
            }),
    LENGTH(
            true,
            (request, random) -> {
                request.framing =
                        one(
                                random,
                                List.of("Content-Length: -1"),
                                List.of("Content-Length: garbage"),
                                List.of("Content-Length: 99999999999999999999999"),
                                List.of("Content-Length: 1", "Content-Length: 2"),
                                List.of("Content-Length: 5", "Transfer-Encoding: chunked"),
                                List.of("Transfer-Encoding: chunked"),
                                List.of("Transfer-Encoding: gzip, x"));
                request.unreadable = true;
            }),
    BOUNDARY(
            true,
            (request, random) ->
                    request.header(
                            "Content-Type",
                            one(
                                    random,
                                    "multipart/mixed",
                                    "multipart/mixed; boundary=",
                                    "multipart/mixed; boundary=\"\"",
                                    "multipart/mixed; boundary=\"x",
                                    "multipart/mixed; boundary=" + "b".repeat(5_000),
                                    "multipart/mixed; boundary=.*[",
                                    "multipart/mixed; boundary=x; boundary=y",
                                    "\u00FF/\u00FE",
                                    ";;;=",
                                    "text/xml; charset=utf-99"))),
    HEADER_VALUE(
            false,
            (request, random) ->
                    request.header(
                            one(random, HostileTexts.HEADERS), one(random, HostileTexts.VALUES))),
    OWN_HEADER_VALUE(false, HostileChanges::alterHeader),
    HEADER_LINE(
            false,
            (request, random) -> {
                request.headers.add(
                        one(
                                random,
                                "x-ms-meta-a: \u0001\u0007\u001B",
                                "x-ms-meta-a: a\0b",
                                "x-ms-meta-\u00E9: a",
                                "x-ms-meta-: a",
                                "x-ms-meta-a : a",
                                " folded: a",
                                ": a",
                                "no colon",
                                "x-ms-meta-a: " + "v".repeat(20_000),
                                "x-ms-meta-a: 1\r\n".repeat(900) + "x: y",
                                "Expect: 200-maybe",
                                "Upgrade: h2c",
                                "Authorization: Bearer",
                                "Authorization: SharedKey a:b"));
                request.unreadable = true;
            }),
    PATH(
            false,
            (request, random) -> {
                request.path += one(random, HostileTexts.PATHS);
                request.unreadable = true;
            }),
    QUERY(
            false,
            (request, random) -> {
                request.parameter(
                        one(random, HostileTexts.PARAMETERS)
                                + "="
                                + one(random, HostileTexts.QUERIES));
                request.unreadable = true;
            }),
    OWN_PARAMETER(false, HostileChanges::alterParameter),
    MANY_PARAMETERS(false, (request, random) -> request.parameter("a=1&".repeat(1_000) + "b=2"));

    private final boolean ofBodies;
    private final BiConsumer<RawRequest, Random> change;

    HostileChanges(boolean ofBodies, BiConsumer<RawRequest, Random> change) {
        this.ofBodies = ofBodies;
        this.change = change;
    }

    static List<HostileChanges> fitting(RawRequest request) {
        return Arrays.stream(HostileChanges.values())
                .filter(change -> request.hasBody() || !change.ofBodies)
                .toList();
    }

    void apply(RawRequest request, Random random) {
        change.accept(request, random);
    }

    @SafeVarargs
    private static <T> T one(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static void alterBody(RawRequest request, Random random) {
        StringBuilder altered = new StringBuilder(request.body.isEmpty() ? "x" : request.body);
        for (int i = 0; i <= random.nextInt(4); i++) {
            int at = random.nextInt(altered.length());
            switch (random.nextInt(3)) {
                case 0 -> altered.setCharAt(at, (char) random.nextInt(256));
                case 1 -> altered.insert(at, (char) random.nextInt(256));
                default -> altered.setLength(Math.max(1, at));
            }
        }
        request.body = altered.toString();
    }

    private static void alterHeader(RawRequest request, Random random) {
        String line = request.headers.get(random.nextInt(request.headers.size()));
        String name = line.substring(0, line.indexOf(':'));
        if (name.equalsIgnoreCase("host")) {
            request.unreadable = true;
        }
        request.header(name, one(random, HostileTexts.VALUES));
    }

    private static void alterParameter(RawRequest request, Random random) {
        String[] pairs = request.query.split("&");
        int at = random.nextInt(pairs.length);
        pairs[at] = pairs[at].split("=")[0] + "=" + one(random, HostileTexts.QUERIES);
        request.query = String.join("&", pairs);
    }
}
