package fr.bleu.app.platform;

import fr.bleu.http.Site;
import java.util.List;
import java.util.Random;

/** Bodies that no client sends, as characters that each stand for a byte. */
final class HostileBodies {
    private static final int MANY = 100_000;

    private HostileBodies() {}

    /** One for the request, of the kind that its api reads. */
    static String of(RawRequest request, Random random) {
        List<String> bodies =
                switch (request.site) {
                    case BLOB -> isBatch(request) ? batches() : xml(request);
                    case MANAGEMENT, GRAPH, VAULT -> json(request);
                    // Websites read none.
                    case LOGIN, WEB -> forms();
                };
        return bodies.get(random.nextInt(bodies.size()));
    }

    static boolean isBatch(RawRequest request) {
        return request.site == Site.BLOB && request.query.contains("comp=batch");
    }

    private static List<String> xml(RawRequest request) {
        String root = root(request);
        String laughs =
                "<!ENTITY a0 'ha'>"
                        + String.join(
                                "",
                                java.util.stream.IntStream.rangeClosed(1, 20)
                                        .mapToObj(HostileBodies::laugh)
                                        .toList());
        return List.of(
                "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
                        + element(root, "&e;"),
                "<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'>" + element(root, ""),
                "<!DOCTYPE x [" + laughs + "]>" + element(root, "&a20;"),
                "<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///dev/zero'> %p;]>" + element(root, ""),
                element(root, "<a>".repeat(10_000) + "</a>".repeat(10_000)),
                element(root, "<a/>".repeat(MANY)),
                element(root, "<Latest>AAAA</Latest>".repeat(50_001)),
                element(root, "<Tag><Key>k</Key><Value>v</Value></Tag>".repeat(1_000)),
                "<" + root + " " + "a='1' ".repeat(2_000) + "/>",
                "<" + "x".repeat(50_000) + "/>",
                element(root, "\u00C0\u00AF\u00FF\u00FE"),
                element(root, "\0"),
                element(root, "&#0;&#xFFFFFFFF;&#xD800;"),
                "\u00FE\u00FF\0<\0a\0/\0>",
                "<?xml version='1.0' encoding='UTF-32'?>" + element(root, ""),
                "<?xml version='1.1' encoding='EBCDIC-CP-FR'?>" + element(root, ""),
                element(root, "<![CDATA[" + "]".repeat(5_000)),
                "<!--" + "-".repeat(5_000),
                "<?" + "p ".repeat(5_000) + "?>" + element(root, ""),
                "",
                "\u00EF\u00BB\u00BF");
    }

    private static String laugh(int i) {
        return "<!ENTITY a" + i + " '" + ("&a" + (i - 1) + ";").repeat(10) + "'>";
    }

    private static String element(String root, String content) {
        return "<" + root + ">" + content + "</" + root + ">";
    }

    /** The element that the sample has, so that what is in it is looked at. */
    private static String root(RawRequest request) {
        int end = 1;
        while (end < request.body.length() && Character.isLetter(request.body.charAt(end))) {
            end++;
        }
        return request.body.startsWith("<") && end > 1 ? request.body.substring(1, end) : "x";
    }

    private static List<String> json(RawRequest request) {
        String inner = request.body.startsWith("{") ? request.body.substring(1) : "}";
        return List.of(
                "[".repeat(MANY),
                "{\"a\":".repeat(20_000),
                "{\"properties\":" + "[".repeat(900) + "]".repeat(900) + "}",
                "{\"a\":1e999999999," + inner,
                "{\"a\":" + "9".repeat(20_000) + "," + inner,
                "{\"a\":\"\\ud800\"," + inner,
                "{\"location\":\"\\u0000\",\"properties\":{\"value\":\"\\ud800\"}}",
                "{\"value\":\"\\udfff\\u0000\"}",
                "{\"" + "k".repeat(100_000) + "\":1}",
                "{" + "\"a\":1,".repeat(10_000) + "\"b\":2}",
                "{\"properties\":null,\"location\":[],\"sku\":7,\"value\":{},\"tags\":\"x\"}",
                "{\"properties\":[],\"tags\":{\"a\":null},\"kind\":false}",
                "{\"a\":\"\u00C0\u00AF\"}",
                "\0",
                "null",
                "\"x\"",
                "NaN",
                "",
                "\u00EF\u00BB\u00BF{}");
    }

    private static List<String> forms() {
        return List.of(
                "a=1&".repeat(20_000),
                "grant_type=" + "x".repeat(60_000),
                "grant_type=client_credentials&client_id=%00&scope=%FF%FE",
                "grant_type=client_credentials&client_id=%zz",
                "grant_type=client_credentials&client_assertion=" + "a.".repeat(5_000),
                "grant_type=client_credentials&client_id=a&client_assertion=..&scope=x",
                "=&=&=",
                "\0\u00FF",
                "");
    }

    private static List<String> batches() {
        String part =
                "--x\r\nContent-Type: application/http\r\nContent-ID: 0\r\n\r\n"
                        + "DELETE /box/none HTTP/1.1\r\nContent-Length: 0\r\n\r\n";
        return List.of(
                part.repeat(257) + "--x--\r\n",
                part.repeat(20_000) + "--x--\r\n",
                "--x".repeat(30_000),
                "--x\r\n".repeat(30_000) + "--x--\r\n",
                part,
                part.replace("\r\n", "\n") + "--x--\n",
                part.replace("application/http", "multipart/mixed; boundary=x") + "--x--\r\n",
                part.replace("DELETE /box/none", "POST /?comp=batch") + "--x--\r\n",
                part.replace("DELETE /box/none", "DELETE http://127.0.0.1:1/box/none")
                        + "--x--\r\n",
                part.replace("DELETE /box/none", "DELETE /box/%00%zz%2e%2e/") + "--x--\r\n",
                part.replace("DELETE /box/none", "DELETE /box/none?snapshot=\u00FF&versionid=-1")
                        + "--x--\r\n",
                part.replace("Content-Length: 0", "Content-Length: -1") + "--x--\r\n",
                part.replace("Content-ID: 0", "Content-ID: " + "9".repeat(10_000)) + "--x--\r\n",
                part.replace("HTTP/1.1", "HTTP/9.9") + "--x--\r\n",
                part.replace("HTTP/1.1\r\n", "HTTP/1.1\r\n" + "a: b\r\n".repeat(10_000))
                        + "--x--\r\n",
                "\0".repeat(1_000),
                "");
    }
}
