package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Write;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the change feed writes, byte by byte. */
class FeedFormatTest {
    private static final HexFormat HEX = HexFormat.of();

    /** The examples of Avro's specification. */
    @Test
    void avro() {
        assertEquals("00", hex(new AvroEncoder().number(0)));
        assertEquals("01", hex(new AvroEncoder().number(-1)));
        assertEquals("02", hex(new AvroEncoder().number(1)));
        assertEquals("7f", hex(new AvroEncoder().number(-64)));
        assertEquals("8001", hex(new AvroEncoder().number(64)));
        assertEquals("feffffffffffffffff01", hex(new AvroEncoder().number(Long.MAX_VALUE)));
        assertEquals("ffffffffffffffffff01", hex(new AvroEncoder().number(Long.MIN_VALUE)));
        assertEquals("06666f6f", hex(new AvroEncoder().text("foo")));
        assertEquals("00", hex(new AvroEncoder().optional(Optional.empty())));
        assertEquals("020261", hex(new AvroEncoder().optional(Optional.of("a"))));
        assertEquals("020261026200", hex(new AvroEncoder().map(Map.of("a", "b"))));
        assertEquals("00", hex(new AvroEncoder().optionalMaps(Map.of())));
    }

    private static String hex(AvroEncoder encoder) {
        return HEX.formatHex(encoder.done());
    }

    /** The Azure SDK for Java reads no more than 4 KiB of it when it goes on from a cursor. */
    @Test
    void theHeaderIsSmall() {
        byte[] header = FeedFile.of(new UUID(1, 2), "log/x").header();
        assertTrue(header.length < 4_096, "header of " + header.length);
        assertEquals("Obj\u0001", new String(header, 0, 4, StandardCharsets.ISO_8859_1));
        assertEquals(List.of(), AvroFile.read(header));
    }

    /** Format 1: open hour, number of the log file, closed hour (seconds), latest event (ticks). */
    @Test
    void state() {
        UUID account = new UUID(3, 4);
        FeedState state =
                new FeedState(
                        Optional.of(Instant.ofEpochSecond(7_200)),
                        5,
                        Instant.ofEpochSecond(3_600),
                        6);
        Write.Put put = (Write.Put) state.put(account);
        assertEquals(
                "01" + "0000000000001c20" + "00000005" + "0000000000000e10" + "0000000000000006",
                HEX.formatHex(put.value()));
        assertEquals(state, FeedState.decode(put.value()));
        Write.Put none = (Write.Put) FeedState.NEW.put(account);
        assertEquals(FeedState.NEW, FeedState.decode(none.value()));
    }

    /** Records of accounts from before there were feeds, and from now. */
    @Test
    void settings() {
        byte[] before =
                HEX.parseHex(
                        "01" + "01" + "00000007" + "00" + "00000000" + "00000000" + "00000000");
        ServiceSettings old = ServiceSettings.decode(new Decoder(before));
        assertEquals(FeedSettings.OFF, old.changeFeed());
        ServiceSettings set = old.withChangeFeed(new FeedSettings(true, 9));
        byte[] bytes = set.encode().done();
        String feed = HEX.formatHex(before) + "01" + "00000009";
        assertEquals(feed + "00" + "00000000".repeat(3), HEX.formatHex(bytes));
        assertEquals(set, ServiceSettings.decode(new Decoder(bytes)));
        // From before there were websites.
        assertEquals(set, ServiceSettings.decode(new Decoder(HEX.parseHex(feed))));
    }
}
