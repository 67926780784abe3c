package fr.bleu.store;

import fr.bleu.ledger.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Builds changes for tests. */
public final class Changes {

    public static final UUID OWNER = new UUID(7, 7);
    public static final Table TABLE = Table.of(1, "test");

    private Changes() {}

    public static Key key(String name) {
        return Key.of(OWNER, TABLE).text(name);
    }

    public static byte[] value(String text) {
        return ("\1" + text).getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] value) {
        return new String(value, 1, value.length - 1, StandardCharsets.UTF_8);
    }

    public static Write put(String name, String text) {
        return new Write.Put(key(name), value(text));
    }

    public static Change of(ChangeId id, List<Check> checks, List<Write> writes) {
        return new Change(id, OWNER, checks, writes, List.of());
    }

    public static Change withEntries(
            ChangeId id, List<Check> checks, List<Write> writes, PreparedEntry... entries) {
        return new Change(id, OWNER, checks, writes, List.of(entries));
    }

    public static byte[] tag(int tenant) {
        byte[] tag = new byte[Leaf.TAG_BYTES];
        Arrays.fill(tag, (byte) tenant);
        return tag;
    }

    /** An entry of a tenant whose sealed bytes are the text. */
    public static PreparedEntry entry(int tenant, String text, boolean listed) {
        byte[] sealed = text.getBytes(StandardCharsets.UTF_8);
        byte[] commitment = Leaf.commitment(new byte[Leaf.SALT_BYTES], sealed);
        return new PreparedEntry(tag(tenant), commitment, sealed, listed);
    }

    public static ChangeId id(TestClock clock, RandomGenerator random) {
        return ChangeId.random(clock.millis(), random);
    }
}
