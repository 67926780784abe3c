package fr.bleu.trust;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Store;
import fr.bleu.store.Table;
import fr.bleu.store.Write;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Names that exist once on the platform, since a request names by them what it is for: labels of
 * host names, ids in paths. Compared without case. What stands here is on this stamp; what {@link
 * Stamps} knows to be on another cannot be taken here, nor the other way round.
 */
public final class Names {

    /** Storage accounts, by the label of their host names. */
    public static final String STORAGE = "storage";

    /** Vaults, by the label of their host names. */
    public static final String VAULT = "vault";

    /** Tenants, by their id; those made before there were stamps have no record here. */
    public static final String TENANT = "tenant";

    /** Subscriptions, by their id; as tenants. */
    public static final String SUBSCRIPTION = "subscription";

    /** All kinds that are names of requests. */
    static final List<String> KINDS = List.of(STORAGE, VAULT, TENANT, SUBSCRIPTION);

    private static final byte FORMAT = 1;

    /** Longest name, in characters: a label of a host name. Nobody has a longer one. */
    static final int MAX_CHARS = 63;

    private final Store store;

    Names(Store store) {
        this.store = store;
    }

    /**
     * Who has a name.
     *
     * @param owner the account's, vault's, tenant's or subscription's id
     */
    public record Holder(UUID tenant, UUID owner) {}

    /** A name and who has it. */
    public record Named(String name, Holder holder) {}

    /**
     * Names of a kind in their order, for background work that goes through all of them.
     *
     * @param after begins behind this name; empty for the first page
     * @param limit the most to return
     */
    public List<Named> page(String kind, String after, int limit) {
        Key all = Key.of(Key.PLATFORM, Tables.NAMES).text(kind);
        Key from = after.isEmpty() ? all : key(kind, after).next();
        int nameAt = all.length();
        return store.scan(from, all.afterPrefix(), limit).stream()
                .map(stored -> new Named(name(stored.key(), nameAt), read(stored.value())))
                .toList();
    }

    static String name(Key key, int at) {
        return new String(key.bytes(), at, key.length() - at - 1, StandardCharsets.UTF_8);
    }

    /** Who has the name of this kind, if anybody on this stamp has. */
    public Optional<Holder> find(String kind, String name) {
        return name.length() > MAX_CHARS
                ? Optional.empty()
                : store.get(key(kind, name)).map(stored -> read(stored.value()));
    }

    /** Whether somebody has the name, here or on another stamp. */
    public boolean isTaken(String kind, String name) {
        return find(kind, name).isPresent()
                || (name.length() <= MAX_CHARS && store.get(Stamps.key(kind, name)).isPresent());
    }

    /**
     * Takes the name in this draft's commit. A {@link CommitResult.Conflict} on {@link #key} says
     * that somebody has it; one on another key, that another stamp has.
     */
    public void reserve(Draft draft, String kind, String name, Holder holder) {
        if (name.length() > MAX_CHARS) {
            throw new IllegalArgumentException("a name of " + name.length() + " characters");
        }
        Key key = key(kind, name);
        draft.check(new Check.Absent(key)).check(new Check.Absent(Stamps.key(kind, name)));
        draft.own(holder.tenant(), new Write.Put(key, write(holder)));
    }

    /** Gives the name up in this draft's commit; nothing happens if nobody has it. */
    public void release(Draft draft, String kind, String name) {
        Key key = key(kind, name);
        Optional<Stored> stored = store.get(key);
        if (stored.isPresent()) {
            draft.check(stored.get().unchanged());
            draft.own(read(stored.get().value()).tenant(), new Write.Delete(key));
        }
    }

    /** The key that a conflict names. */
    public Key key(String kind, String name) {
        return key(Tables.NAMES, kind, name);
    }

    static Key key(Table table, String kind, String name) {
        return Key.of(Key.PLATFORM, table).text(kind).text(name.toLowerCase(Locale.ROOT));
    }

    private static byte[] write(Holder holder) {
        return ByteBuffer.allocate(33)
                .put(FORMAT)
                .putLong(holder.tenant().getMostSignificantBits())
                .putLong(holder.tenant().getLeastSignificantBits())
                .putLong(holder.owner().getMostSignificantBits())
                .putLong(holder.owner().getLeastSignificantBits())
                .array();
    }

    private static Holder read(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (in.get() != FORMAT) {
            throw new IllegalStateException("unknown format of a name");
        }
        return new Holder(
                new UUID(in.getLong(), in.getLong()), new UUID(in.getLong(), in.getLong()));
    }
}
