package fr.bleu.trust;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Store;
import fr.bleu.store.Write;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * The other stamps of the platform and the names that they have, as their operators have told: what
 * is asked for here and lives there can be told where it is. A name is here ({@link Names}), on one
 * other stamp, or nowhere that is known of.
 */
public final class Stamps {

    private static final byte FORMAT = 1;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    /** What any of the names consists of; whatever else is asked for is nobody's. */
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9-]{1,63}");

    private static final int PAGE = 500;

    /** Names of one commit, each with two checks and a write. */
    private static final int BATCH = 300;

    private final Store store;
    private final Commits commits;
    private final String own;

    Stamps(Store store, Commits commits, String own) {
        this.store = store;
        this.commits = commits;
        this.own = own;
    }

    /**
     * A stamp and where its names lead.
     *
     * @param name 1 to 32 lower case letters, digits and dashes
     * @param base the domain that its services are below
     * @param web the domain that its static websites are below
     * @param port what its clients see
     */
    public record Stamp(String name, String base, String web, int port) {
        public Stamp {
            requireName(name);
        }
    }

    /**
     * What a request can be for.
     *
     * @param kind one of those of {@link Names}
     * @param name in lower case
     */
    public record Name(String kind, String name) {
        public Name {
            if (!Names.KINDS.contains(kind) || !LABEL.matcher(name).matches()) {
                throw new IllegalArgumentException("not a name, or of no kind: " + kind);
            }
        }
    }

    /** How many names a stamp is known to have. */
    public record Known(Stamp stamp, long names) {}

    /** What was changed of what is known of a stamp. */
    public record Learnt(long added, long removed) {}

    /**
     * Returns it.
     *
     * @throws IllegalArgumentException for what cannot name a stamp
     */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a stamp's name: " + name);
        }
        return name;
    }

    static Key key(String kind, String name) {
        return Names.key(Tables.STAMP_NAMES, kind, name);
    }

    /** The name of this stamp. */
    public String own() {
        return own;
    }

    /**
     * Which other stamp has a name, if one is known to. A name that is here is not elsewhere: older
     * software, whose node may still run beside this one, takes what another stamp has.
     */
    public Optional<Stamp> having(String kind, String name) {
        return LABEL.matcher(name).matches()
                ? store.get(key(kind, name))
                        .filter(_ -> store.get(Names.key(Tables.NAMES, kind, name)).isEmpty())
                        .flatMap(stored -> find(text(stored)))
                : Optional.empty();
    }

    /** The other stamps, by name. */
    public List<Known> list() {
        Map<String, Long> counts = new TreeMap<>();
        each((_, stamp) -> counts.merge(stamp, 1L, Long::sum));
        Key all = Key.of(Key.PLATFORM, Tables.STAMPS);
        return store.scan(all, all.afterPrefix(), PAGE).stream()
                .map(stored -> stamp(Names.name(stored.key(), all.length()), stored.value()))
                .map(stamp -> new Known(stamp, counts.getOrDefault(stamp.name(), 0L)))
                .toList();
    }

    /** Those of the names that another stamp than this one is known to have. */
    public List<Name> claimed(String stamp, Set<Name> names) {
        List<Name> claimed = new ArrayList<>();
        each(
                (name, by) -> {
                    if (!by.equals(stamp) && names.contains(name)) {
                        claimed.add(name);
                    }
                });
        return claimed;
    }

    /**
     * Replaces what is known of a stamp, in as many commits as it takes; cut off, it goes on when
     * it is done again.
     *
     * @param permit for {@link Actions#STAMP_WRITE} on the platform
     * @throws IllegalArgumentException for this stamp's own name, and when a name was taken here or
     *     by a third stamp, or the stamp learnt or forgotten, meanwhile: what was committed stays
     */
    public Learnt learn(Permit permit, Stamp stamp, Set<Name> names) {
        if (stamp.name().equals(own)) {
            throw new IllegalArgumentException(
                    own + " is this stamp's own name: give the other one's file another");
        }
        Key key = key(stamp.name());
        Draft draft = new Draft().detail("stamp", stamp.name());
        draft.own(Key.PLATFORM, new Write.Put(key, value(stamp)));
        AsRead of = new AsRead(stamp.name(), new Check.Version(key, commit(permit, draft)));
        Set<Name> before = namesOf(stamp.name());
        return new Learnt(
                inBatches(permit, of, less(names, before), this::take),
                inBatches(permit, of, less(before, names), this::drop));
    }

    /**
     * Forgets a stamp and its names.
     *
     * @param permit as for {@link #learn}
     * @return how many names
     * @throws IllegalArgumentException when there is no such stamp
     */
    public long forget(Permit permit, String stamp) {
        Stored stored =
                store.get(key(requireName(stamp)))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no stamp is known as " + stamp));
        AsRead of = new AsRead(stamp, stored.unchanged());
        long dropped = inBatches(permit, of, namesOf(stamp), this::drop);
        Draft last = new Draft().check(stored.unchanged()).detail("stamp", stamp);
        long _ = commit(permit, last.own(Key.PLATFORM, new Write.Delete(stored.key())));
        return dropped;
    }

    /** A stamp as it is known, in which nobody else may change anything meanwhile. */
    private record AsRead(String name, Check unchanged) {}

    /** Adds to a draft what a name's record becomes. */
    private interface Step {
        void add(Draft draft, String stamp, Name name);
    }

    private long inBatches(Permit permit, AsRead of, Set<Name> names, Step step) {
        Iterator<Name> left = names.iterator();
        while (left.hasNext()) {
            Draft draft = new Draft().check(of.unchanged()).detail("stamp", of.name());
            int size = 0;
            for (; size < BATCH && left.hasNext(); size++) {
                step.add(draft, of.name(), left.next());
            }
            long _ = commit(permit, draft.detail("names", Integer.toString(size)));
        }
        return names.size();
    }

    private void take(Draft draft, String stamp, Name name) {
        Key key = key(name.kind(), name.name());
        draft.check(new Check.Absent(Names.key(Tables.NAMES, name.kind(), name.name())))
                .check(new Check.Absent(key))
                .own(Key.PLATFORM, new Write.Put(key, value(stamp)));
    }

    private void drop(Draft draft, String stamp, Name name) {
        Optional<Stored> stored =
                store.get(key(name.kind(), name.name())).filter(it -> text(it).equals(stamp));
        stored.ifPresent(
                it -> draft.check(it.unchanged()).own(Key.PLATFORM, new Write.Delete(it.key())));
    }

    /** Returns the version of what it wrote. */
    private long commit(Permit permit, Draft draft) {
        return switch (commits.commit(permit, draft)) {
            case CommitResult.Committed committed -> committed.sequence();
            case CommitResult.Conflict _ ->
                    throw new IllegalArgumentException(
                            "a name was taken meanwhile, or another change was under way: what was"
                                    + " committed until then stays; do it again");
        };
    }

    private Set<Name> namesOf(String stamp) {
        Set<Name> names = new HashSet<>();
        each(
                (name, by) -> {
                    if (by.equals(stamp)) {
                        names.add(name);
                    }
                });
        return names;
    }

    private static Set<Name> less(Set<Name> names, Set<Name> others) {
        Set<Name> left = new HashSet<>(names);
        left.removeAll(others);
        return left;
    }

    private void each(BiConsumer<Name, String> seen) {
        for (String kind : Names.KINDS) {
            Key all = Key.of(Key.PLATFORM, Tables.STAMP_NAMES).text(kind);
            Key from = all;
            List<Stored> page;
            do {
                page = store.scan(from, all.afterPrefix(), PAGE);
                for (Stored stored : page) {
                    String name = Names.name(stored.key(), all.length());
                    seen.accept(new Name(kind, name), text(stored));
                    from = stored.key().next();
                }
            } while (page.size() == PAGE);
        }
    }

    private Optional<Stamp> find(String name) {
        return store.get(key(name)).map(stored -> stamp(name, stored.value()));
    }

    private static Key key(String stamp) {
        return Key.of(Key.PLATFORM, Tables.STAMPS).text(stamp);
    }

    /** {@code format(1) = 1 ‖ stamp}. */
    private static byte[] value(String stamp) {
        byte[] text = stamp.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(FORMAT).put(text).array();
    }

    private static String text(Stored stored) {
        ByteBuffer in = opened(stored.value());
        return StandardCharsets.UTF_8.decode(in).toString();
    }

    /** {@code format(1) = 1 ‖ port(4) ‖ base ‖ 0 ‖ web}. */
    private static byte[] value(Stamp stamp) {
        byte[] domains = (stamp.base() + "\0" + stamp.web()).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + domains.length)
                .put(FORMAT)
                .putInt(stamp.port())
                .put(domains)
                .array();
    }

    private static Stamp stamp(String name, byte[] value) {
        ByteBuffer in = opened(value);
        int port = in.getInt();
        String domains = StandardCharsets.UTF_8.decode(in).toString();
        int end = domains.indexOf('\0');
        return new Stamp(name, domains.substring(0, end), domains.substring(end + 1), port);
    }

    private static ByteBuffer opened(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (in.get() != FORMAT) {
            throw new IllegalStateException("unknown format of a stamp or its name");
        }
        return in;
    }
}
