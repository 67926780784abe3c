package fr.bleu.app.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.app.CommandFailure;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.trust.Names;
import fr.bleu.trust.Stamps.Name;
import fr.bleu.trust.Stamps.Stamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators bring from stamp to stamp. */
class StampFileTest {

    private static final String GOOD =
            """
            {"format":1,"stamp":"stamp2","base":"bleu.localhost","web":"bleu-web.localhost",
            "port":8444,"names":{"storage":["b","A"],"vault":["v"]}}\
            """;

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void makePrivate() throws IOException {
        Path home = folder.resolve("private");
        PrivateFiles.createFolder(home);
        file = home.resolve("names.json");
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        StampFile written = read(GOOD);
        assertEquals(
                new Stamp("stamp2", "bleu.localhost", "bleu-web.localhost", 8444), written.stamp());
        assertEquals(
                Set.of(
                        new Name(Names.STORAGE, "a"),
                        new Name(Names.STORAGE, "b"),
                        new Name(Names.VAULT, "v")),
                written.names());
        Path again = file.resolveSibling("again.json");
        written.write(again);
        assertEquals(written, StampFile.read(again));
        assertThrows(IOException.class, () -> written.write(again));
    }

    @Test
    void eachFieldIsChecked() throws IOException {
        Map<String, String> wrong =
                Map.ofEntries(
                        Map.entry("\"format\":1", "\"format\":2"),
                        Map.entry("\"stamp2\"", "\"Stamp/2\""),
                        Map.entry("\"bleu.localhost\"", "\"localhost\""),
                        Map.entry("\"bleu-web.localhost\"", "\"web.bleu.localhost\""),
                        Map.entry("8444", "0"),
                        Map.entry("\"port\":8444", "\"port\":\"8444\""),
                        Map.entry("\"storage\"", "\"queue\""),
                        Map.entry("[\"v\"]", "\"v\""),
                        Map.entry("[\"b\"", "[1"),
                        Map.entry("\"b\"", "\"b.c\""),
                        Map.entry("\"A\"", "\"\""),
                        Map.entry("{\"format\"", "{\"more\":1,\"format\""),
                        Map.entry("\"stamp\":\"stamp2\",", ""),
                        Map.entry("{\"storage\":[\"b\",\"A\"],\"vault\":[\"v\"]}", "[]"),
                        Map.entry(
                                "\"names\":{\"storage\":[\"b\",\"A\"],\"vault\":[\"v\"]}",
                                "\"names\":null"),
                        Map.entry("\"vault\":[\"v\"]", "\"tenant\":[\"common\"]"),
                        Map.entry(",\"vault\":[\"v\"]", ",\"tenant\":[\"1-1-1-1-1\"]"),
                        Map.entry("\"vault\"", "\"subscription\""),
                        Map.entry("}}", "}"));
        for (Map.Entry<String, String> change : wrong.entrySet()) {
            assertTrue(GOOD.contains(change.getKey()), change.getKey());
            String text = GOOD.replace(change.getKey(), change.getValue());
            assertThrows(CommandFailure.class, () -> read(text), text);
        }
    }

    @Test
    void tenantsAndSubscriptionsAreIds() throws IOException {
        String id = "5D1F8F5E-8A5C-4B0E-8B1C-0A0F0E0D0C0B";
        assertTrue(
                read(GOOD.replace("\"vault\":[\"v\"]", "\"tenant\":[\"" + id + "\"]"))
                        .names()
                        .contains(new Name(Names.TENANT, id.toLowerCase(Locale.ROOT))));
    }

    @Test
    void aLargeFileIsNotRead() throws IOException {
        PrivateFiles.replace(file, new byte[(16 << 20) + 1]);
        assertThrows(CommandFailure.class, () -> StampFile.read(file));
    }

    private StampFile read(String text) throws IOException {
        PrivateFiles.replace(file, text.getBytes(StandardCharsets.UTF_8));
        return StampFile.read(file);
    }
}
