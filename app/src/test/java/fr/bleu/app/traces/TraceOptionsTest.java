package fr.bleu.app.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where traces may go. */
final class TraceOptionsTest {

    private static TraceOptions of(String endpoint) {
        return TraceOptions.of(endpoint, Optional.empty(), "");
    }

    @Test
    void theUsualPathIsTheCollectors() {
        assertEquals("https://c:4318/v1/traces", of("https://c:4318").endpoint().toString());
        assertEquals("https://c/v1/traces", of("https://c/").endpoint().toString());
        assertEquals("https://c/otlp/x", of("https://c/otlp/x").endpoint().toString());
        assertEquals("http://[::1]:4318/v1/traces", of("http://[::1]:4318").endpoint().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://collector.example:4318",
                "http://127.0.0.1.example:4318",
                "https://user:password@c:4318",
                "https://c:4318/?key=password",
                "https://c:4318/#password",
                "grpc://c:4317",
                "c:4318",
                "/v1/traces",
                "https:///v1/traces",
                "ht tp://password"
            })
    void othersAreRefusedWithoutBeingQuoted(String endpoint) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> of(endpoint));
        assertFalse(refused.getMessage().contains("password"), refused.getMessage());
    }
}
