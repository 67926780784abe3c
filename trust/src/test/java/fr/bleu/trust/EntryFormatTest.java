package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EntryFormatTest {

    private static final UUID TENANT = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final UUID ACCOUNT = UUID.fromString("22222222-2222-4222-8222-222222222222");
    private static final UUID PERSON = UUID.fromString("33333333-3333-4333-8333-333333333333");
    private static final UUID CLIENT = UUID.fromString("44444444-4444-4444-8444-444444444444");
    private static final Origin ORIGIN = new Origin("192.0.2.7", "r-1");
    private static final Node NODE = new Node("node2", "site7", "FR", "Exploitant SAS");
    private static final Scope CONTAINER =
            Scope.of("/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/c");

    @Test
    void entriesHaveTheGoldenBytes() {
        StringBuilder all = new StringBuilder();
        for (Entry entry : samples()) {
            all.append(new String(EntryFormat.write(entry, NODE), StandardCharsets.UTF_8))
                    .append('\n');
        }
        assertEquals(Golden.read("entries-v2.txt", all.toString()), all.toString());
    }

    @Test
    void entriesOfFormat1AreStillReadAndNameNoNode() throws IOException {
        // Nothing writes them any more, so that nothing may write this file.
        List<String> old;
        try (InputStream in = getClass().getResourceAsStream("entries-v1.txt")) {
            old = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
        List<Entry> samples = samples();
        assertEquals(samples.size(), old.size());
        for (int i = 0; i < old.size(); i++) {
            byte[] bytes = old.get(i).getBytes(StandardCharsets.UTF_8);
            ActivityLog.Activity read = EntryReader.read(i, Instant.EPOCH, bytes);
            assertEquals(samples.get(i).kind().text(), read.kind());
            assertEquals(samples.get(i).address(), read.address());
            assertEquals(samples.get(i).details(), read.details());
            assertEquals(Optional.empty(), read.node());
        }
    }

    @Test
    void anEntryOfAnotherFormatIsNotGuessedAt() {
        byte[] written = EntryFormat.write(samples().getFirst(), NODE);
        for (String version : List.of("0", "3")) {
            String other =
                    new String(written, StandardCharsets.UTF_8)
                            .replace("{\"v\":2", "{\"v\":" + version);
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            EntryReader.read(
                                    7, Instant.EPOCH, other.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Entry entry = samples().getFirst();
        ActivityLog.Activity read =
                EntryReader.read(7, Instant.EPOCH, EntryFormat.write(entry, NODE));
        assertEquals("change", read.kind());
        assertEquals(PERSON.toString(), read.caller());
        assertEquals(Optional.of(NODE), read.node());
        assertEquals("naïve \"name\"\n", read.scope().item());
        assertEquals(List.of("etag", "bytes"), List.copyOf(read.details().keySet()));
    }

    @Test
    void textThatCallersChooseIsBoundedAndAlwaysJson() {
        Map<String, String> details = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            details.put("d" + i, "x".repeat(100_000));
        }
        details.put("lonely \ud800", "\udc00");
        Entry entry =
                Entry.platform(Entry.Kind.PLATFORM, TENANT, "lonely \ud800 surrogate", details);
        byte[] bytes = EntryFormat.write(entry, NODE);
        assertTrue(bytes.length < 40 * EntryFormat.MAX_TEXT, "entry of " + bytes.length);
        ActivityLog.Activity read = EntryReader.read(0, Instant.EPOCH, bytes);
        assertEquals("lonely \ufffd surrogate", read.action());
        assertEquals(EntryFormat.MAX_DETAILS, read.details().size());
    }

    private static List<Entry> samples() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("etag", "0x1");
        details.put("bytes", "4096");
        Action write = Action.dataWrite("Microsoft.Storage/blobs/write");
        Target target = Target.in(TENANT, ACCOUNT, CONTAINER.item("naïve \"name\"\n"));
        Caller principal = new Caller.Principal(TENANT, PERSON, CLIENT, Strength.SECRET, ORIGIN);
        Caller shared =
                new Caller.SharedAccess(
                        TENANT, ACCOUNT, CONTAINER, Set.of(write), Set.of(), "key2", "", ORIGIN);
        return List.of(
                done(principal, write, target, Set.of(), "assignment-id", details),
                done(shared, write, target, Set.of(Obligation.CREATE_ONLY), "sas", details),
                done(
                        new Caller.AccountKey(TENANT, ACCOUNT, CONTAINER, "key1", ORIGIN),
                        write,
                        target,
                        Set.of(),
                        "account-key",
                        Map.of()),
                done(
                        principal,
                        Actions.SIGN_IN,
                        Target.of(TENANT, Scope.of("")),
                        Set.of(),
                        "self",
                        Map.of("credential", "thumbprint")),
                done(
                        new Caller.Operator("root", ORIGIN),
                        Actions.LEDGER_EXPORT,
                        Target.of(new UUID(0, 0), Scope.of("")),
                        Set.of(),
                        "operator",
                        Map.of()),
                Entry.platform(
                        Entry.Kind.CUSTODY,
                        TENANT,
                        "Bleu.Keys/unwrap",
                        Map.of("key", ACCOUNT.toString())),
                new Entry(
                        Entry.Kind.REFUSAL,
                        Entry.Result.REFUSED,
                        TENANT,
                        Who.of(principal),
                        write.name(),
                        CONTAINER,
                        "bleu.role",
                        Set.of(),
                        "",
                        "",
                        41,
                        Map.of(),
                        true));
    }

    private static Entry done(
            Caller caller,
            Action action,
            Target target,
            Set<Obligation> obligations,
            String rule,
            Map<String, String> details) {
        return Entry.of(
                new GrantedPermit(caller, action, target, obligations, rule, Optional.empty()),
                Entry.Result.DONE,
                details);
    }
}
