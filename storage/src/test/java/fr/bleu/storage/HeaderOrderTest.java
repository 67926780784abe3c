package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The order in which Azure's SDKs sign headers. */
class HeaderOrderTest {

    @Test
    void underscoresComeBeforeDigitsAndHyphensCountLast() {
        List<String> ordered =
                List.of(
                        "x-ms-blob-type",
                        "x-ms-client-request-id",
                        "x-ms-content-crc64",
                        "x-ms-date",
                        "x-ms-meta-_",
                        "x-ms-meta-a",
                        "x-ms-meta-a_b",
                        "x-ms-meta-a0",
                        "x-ms-meta-aa",
                        "x-ms-metab",
                        "x-ms-meta-b",
                        "x-ms-range",
                        "x-ms-range-get-content-md5",
                        "x-ms-version");
        assertEquals(
                ordered,
                List.copyOf(ordered.reversed()).stream().sorted(new HeaderOrder()).toList());
    }
}
