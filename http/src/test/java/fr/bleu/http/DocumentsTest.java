package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** JSON and XML as strangers send them. */
class DocumentsTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void refusesJson(String document) {
        refusesJson(utf8(document));
    }

    private static void refusesJson(byte[] document) {
        Failure failure = assertThrows(Failure.class, () -> Json.parse(document, "BadJson"));
        assertEquals(400, failure.status());
        assertEquals("BadJson", failure.code());
        assertFalse(failure.getMessage().contains("canary"), failure.getMessage());
    }

    @Test
    void jsonIsReadStrictly() {
        assertEquals(1, Json.parseObject(utf8("\uFEFF{\"a\": 1}"), "BadJson").get("a").intValue());
        refusesJson("");
        refusesJson("  ");
        refusesJson("{\"a\":1,\"a\":2}");
        refusesJson("{\"a\":1} {}");
        refusesJson("{a:1}");
        refusesJson("{\"a\":1,}");
        refusesJson("{\"canary\": tru}");
        refusesJson("{\"a\": /* b */ 1}");
        refusesJson("[" + "9".repeat(200) + "]");
        refusesJson("[".repeat(65) + "]".repeat(65));
        refusesJson("\"" + "x".repeat((1 << 20) + 1) + "\"");
        refusesJson("[" + " ".repeat(4 << 20) + "]");
        refusesJson("[" + "1,".repeat(600_000) + "1]");
        refusesJson(new byte[] {'"', (byte) 0xff, '"'});
        for (String half : new String[] {"\\ud800", "\\uDFFF", "\\udc00\\ud800"}) {
            refusesJson("\"" + half + "\"");
            refusesJson("{\"a\":[{\"" + half + "\":1}]}");
        }
        assertEquals("\ud83d\ude00", Json.parse(utf8("\"\\ud83d\\ude00\""), "").stringValue());
        assertThrows(Failure.class, () -> Json.parseObject(utf8("[]"), "BadJson"));
        assertEquals(64, depth(Json.parse(utf8("[".repeat(64) + "]".repeat(64)), "BadJson")));
    }

    private static int depth(tools.jackson.databind.JsonNode node) {
        return node.isEmpty() ? 1 : 1 + depth(node.get(0));
    }

    @Test
    void theLenientReaderTakesBareNamesAndCommentsAndNothingElse() {
        var read = Json.parseLenientObject(utf8("{/* x */ template: {a: 1} // y\n}"), "BadJson");
        assertEquals(1, read.get("template").get("a").intValue());
        assertThrows(Failure.class, () -> Json.parseLenientObject(utf8("{a:1,a:2}"), "BadJson"));
        assertThrows(Failure.class, () -> Json.parseLenientObject(utf8("{a:'b'}"), "BadJson"));
    }

    private static void refusesXml(String document) {
        Failure failure =
                assertThrows(Failure.class, () -> Xml.parse(utf8(document), "InvalidXmlDocument"));
        assertEquals(400, failure.status());
        assertEquals("InvalidXmlDocument", failure.code());
        assertFalse(failure.getMessage().contains("canary"), failure.getMessage());
    }

    @Test
    void xmlIsReadAsATree() {
        Xml.Element root =
                Xml.parse(
                        utf8(
                                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                                    + "<BlockList a=\"b\"><Latest>AA==</Latest><!-- c"
                                    + " --><Committed>B&amp;<![CDATA[<]]></Committed></BlockList>"),
                        "X");
        assertEquals("BlockList", root.name());
        assertEquals("b", root.attributes().get("a"));
        assertEquals(
                List.of("Latest", "Committed"),
                root.children().stream().map(Xml.Element::name).toList());
        assertEquals("B&<", root.childText("Committed").orElseThrow());
        assertEquals(
                50_000,
                Xml.parse(utf8("<B>" + "<L>x</L>".repeat(50_000) + "</B>"), "X").children().size());
    }

    @Test
    void xmlWithATypeOrWithoutEndIsRefused() {
        refusesXml("");
        refusesXml("<a>");
        refusesXml("<a></b>");
        refusesXml("<a/><b/>");
        refusesXml("<a>&canary;</a>");
        refusesXml("<!DOCTYPE a [<!ENTITY e \"canary\">]><a>&e;</a>");
        refusesXml("<!DOCTYPE a><a/>");
        refusesXml("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>");
        refusesXml("<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x\"><a/>");
        refusesXml("<a>".repeat(17) + "</a>".repeat(17));
        refusesXml("<a>" + "<b/>".repeat(60_001) + "</a>");
        refusesXml("<a>\u0001</a>");
        refusesXml("<a x='1' x='2'/>");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        String nasty = "<a href=\"x\">&amp;'\r\n\t]]>é\uD83D\uDE00</a> ";
        byte[] bytes =
                new XmlWriter()
                        .start("Root")
                        .attribute("At", nasty)
                        .element("Text", nasty)
                        .element("Empty", "")
                        .end()
                        .bytes();
        Xml.Element root = Xml.parse(bytes, "X");
        assertEquals(nasty, root.attributes().get("At"));
        assertEquals(nasty, root.childText("Text").orElseThrow());
        assertEquals("", root.childText("Empty").orElseThrow());
    }

    @Test
    void textThatXmlCannotHoldIsNotWritten() {
        for (String bad :
                List.of("\0", "\u0001", "\u001f", "\uFFFE", "\uFFFF", "\uD800", "\uDC00x")) {
            assertFalse(XmlWriter.canHold(bad));
            assertThrows(
                    IllegalArgumentException.class, () -> new XmlWriter().start("a").text(bad));
        }
        assertTrue(XmlWriter.canHold("\t\r\n é \uD83D\uDE00"));
    }

    @Test
    void percentCodingIsStrictUtf8BothWays() {
        String text = "a b+c/é\uD83D\uDE00%";
        assertEquals(text, Percent.decode(Percent.encode(text)));
        assertEquals("a%20b%2Bc%2F%C3%A9%F0%9F%98%80%25", Percent.encode(text));
        assertArrayEquals(utf8("é"), utf8(Percent.decode("%c3%a9")));
        for (String bad :
                List.of(
                        "%",
                        "%1", "%g0", "%0g", "%00", "%80", "%c0%af", "%ed%a0%80", "%\u0661\u0661")) {
            assertThrows(IllegalArgumentException.class, () -> Percent.decode(bad), bad);
        }
    }

    @Test
    void secretsAreTakenOutOfText() {
        String canary = "cAnArY0123456789";
        for (String text :
                List.of(
                        "GET /c/b?sv=2020&sig=" + canary + "%3D&se=x",
                        "?SIG=" + canary,
                        "Authorization: Bearer " + canary,
                        "{authorization=[SharedKey acct:" + canary + "=]}",
                        "authorization: SharedKey acct:" + canary,
                        "failed for Bearer " + canary + " at x",
                        "client_id=a&client_secret=" + canary + "&scope=x",
                        "client_assertion=" + canary,
                        "AccountName=a;AccountKey=" + canary + "==;Suffix=b",
                        "{\"secretText\": \"" + canary + "\\\"more\"}",
                        "{\"value\":\"" + canary + "\"}",
                        "token eyJhbGciOiJub25lIn0." + canary + "." + canary,
                        "-----BEGIN PRIVATE KEY-----\n" + canary + "\n-----END PRIVATE KEY-----",
                        "-----BEGIN EC PRIVATE KEY-----\n" + canary)) {
            String redacted = Redaction.of(text);
            assertFalse(redacted.contains(canary), redacted);
            assertTrue(redacted.contains("REDACTED"), redacted);
            assertFalse(Redaction.of(new IllegalStateException(text)).contains(canary));
        }
        assertEquals("GET /c/b?sv=1&sr=c 200", Redaction.of("GET /c/b?sv=1&sr=c 200"));
    }
}
