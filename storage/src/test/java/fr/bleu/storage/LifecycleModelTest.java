package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Random blobs, snapshots, versions, tags, tiers, leases, rules and times; what a run leaves is
 * what a model says that asks every rule about every state, the most expensive question last.
 */
class LifecycleModelTest {
    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 100 : 12;
    private static final String[] TIERS = {"Hot", "Cool", "Cold", "Archive"};

    @Test
    void randomLives() {
        int changed = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            try (World world = new World()) {
                changed += new Run(world, seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(changed > 10 * SEEDS, "only " + changed + " changes");
    }

    /** A state as the model knows it. */
    private record State(
            String path,
            char kind,
            Instant created,
            Instant modified,
            String type,
            String tier,
            Map<String, String> tags,
            boolean leased,
            Optional<Instant> version) {

        /** What tells it from other states; a current blob is there once. */
        String key() {
            return path + " " + kind + (kind == 'b' ? "" : " " + created);
        }

        State withTier(String other) {
            return new State(path, kind, created, modified, type, other, tags, leased, version);
        }

        /**
         * @param taken the stamps that its name has had, those of deleted states too
         */
        State asVersion(Set<String> taken) {
            Instant id = version.orElse(modified);
            while (version.isEmpty() && taken.contains(path + " " + id)) {
                id = id.plusNanos(100);
            }
            return new State(path, 'v', id, modified, type, tier, tags, false, Optional.of(id));
        }
    }

    private static final class Run {
        private final World world;
        private final Random random;
        private final Lifecycles lifecycles;
        private final Set<String> taken = new HashSet<>();
        private boolean versioning;

        Run(World world, long seed) {
            this.world = world;
            this.random = new Random(seed);
            this.lifecycles = new Lifecycles(world);
            world.grant(world.owner, "Storage Blob Data Owner", Scope.of(""));
            for (String container : List.of("/one", "/two", "/$web")) {
                world.send("PUT", container + "?restype=container");
            }
        }

        int run() {
            int changed = 0;
            for (int round = 0; round < 3; round++) {
                settings();
                for (int i = 0; i < 40; i++) {
                    step();
                    world.clock.advance(Duration.ofMinutes(1 + random.nextInt(300)));
                }
                List<LifecycleRule> rules = rules();
                Map<String, State> before = states();
                Map<String, String> expected = expected(before, rules);
                lifecycles.set(rules.toArray(LifecycleRule[]::new));
                lifecycles.run();
                assertEquals(expected, shown(states()), rules::toString);
                ContentOracle.check(world);
                ContentOracle.checkMarks(world);
                changed +=
                        before.size()
                                - (int)
                                        expected.entrySet().stream()
                                                .filter(it -> before.containsKey(it.getKey()))
                                                .filter(
                                                        it ->
                                                                before.get(it.getKey())
                                                                        .tier()
                                                                        .equals(it.getValue()))
                                                .count();
            }
            return changed;
        }

        private void settings() {
            versioning = random.nextInt(3) == 0;
            int days = random.nextInt(2) * 7;
            world.management.settings(
                    old -> old.withVersioning(versioning).withDeletion(days, false));
        }

        private void step() {
            String blob = blob();
            switch (random.nextInt(7)) {
                case 0, 1 -> put(blob);
                case 2 -> world.send("PUT", blob + "?comp=snapshot");
                case 3 ->
                        world.send(
                                world.request("PUT", blob + "?comp=tier")
                                        .with("x-ms-access-tier", TIERS[random.nextInt(4)]));
                case 4 ->
                        world.send(
                                world.request("PUT", blob + "?comp=tags")
                                        .body(
                                                "<Tags><TagSet><Tag><Key>k</Key><Value>"
                                                        + random.nextInt(2)
                                                        + "</Value></Tag></TagSet></Tags>"));
                case 5 ->
                        world.send(
                                world.request("PUT", blob + "?comp=metadata")
                                        .with("x-ms-meta-a", "1"));
                default -> lease(blob);
            }
        }

        private String blob() {
            String container = new String[] {"/one", "/two", "/$web"}[random.nextInt(3)];
            return container + "/" + "ab".charAt(random.nextInt(2)) + random.nextInt(5);
        }

        /** A name keeps its type. */
        private void put(String blob) {
            boolean append = blob.endsWith("4");
            world.send(
                    world.request("PUT", blob)
                            .with("x-ms-blob-type", append ? "AppendBlob" : "BlockBlob")
                            .with("x-ms-tags", "k=" + random.nextInt(2))
                            .body(append ? "" : "x".repeat(1 + random.nextInt(2) * 20_000)));
        }

        private void lease(String blob) {
            if (random.nextInt(4) == 0) {
                world.send(
                        world.request("PUT", blob + "?comp=lease")
                                .with("x-ms-lease-action", "acquire")
                                .with("x-ms-lease-duration", "-1"));
            }
        }

        private List<LifecycleRule> rules() {
            List<LifecycleRule> rules = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(5); i++) {
                rules.add(
                        new LifecycleRule(
                                "r" + i,
                                random.nextInt(5) > 0,
                                filter(),
                                actions(true),
                                actions(false),
                                actions(false)));
            }
            return rules;
        }

        private LifecycleFilter filter() {
            List<String> prefixes = new ArrayList<>();
            for (int i = random.nextInt(4); i > 1; i--) {
                prefixes.add(
                        List.of("one", "one/a", "two/b1", "two/b", "o", "$web")
                                .get(random.nextInt(6)));
            }
            List<LifecycleFilter.Tag> tags =
                    random.nextInt(3) == 0 ? List.of(new LifecycleFilter.Tag("k", "1")) : List.of();
            Set<BlobType> types = new HashSet<>(Set.of(BlobType.BLOCK));
            if (random.nextBoolean()) {
                types.add(BlobType.APPEND);
            }
            return new LifecycleFilter(types, prefixes, tags);
        }

        private List<LifecycleAction> actions(boolean base) {
            List<LifecycleAction> actions = new ArrayList<>();
            for (LifecycleAction.Deed deed : LifecycleAction.Deed.values()) {
                if (random.nextInt(3) == 0) {
                    actions.add(
                            new LifecycleAction(
                                    deed,
                                    base && random.nextBoolean()
                                            ? LifecycleAction.Age.MODIFICATION
                                            : LifecycleAction.Age.CREATION,
                                    random.nextInt(9),
                                    OptionalInt.empty()));
                }
            }
            return actions;
        }

        private Map<String, String> expected(Map<String, State> before, List<LifecycleRule> rules) {
            Map<String, State> after = new TreeMap<>(before);
            for (State state : before.values()) {
                String deed = deed(state, rules);
                if (state.kind() != 'b') {
                    apply(after, state, deed);
                }
            }
            for (State state : before.values()) {
                if (state.kind() == 'b' && !state.leased()) {
                    String deed = deed(state, rules);
                    boolean alone =
                            after.values().stream()
                                    .noneMatch(
                                            it ->
                                                    it.kind() != 'b'
                                                            && it.path().equals(state.path()));
                    if (!deed.equals("gone") || alone) {
                        apply(after, state, deed);
                    }
                }
            }
            return shown(after);
        }

        private void apply(Map<String, State> after, State state, String deed) {
            if (deed.equals("gone")) {
                after.remove(state.key());
                if (state.kind() == 'b' && (versioning || state.version().isPresent())) {
                    State past = state.asVersion(taken);
                    after.put(past.key(), past);
                }
            } else if (!deed.isEmpty()) {
                after.put(state.key(), state.withTier(deed));
            }
        }

        /** Asked for the cheapest first. */
        private String deed(State state, List<LifecycleRule> rules) {
            if (state.path().startsWith("$web")) {
                return "";
            }
            if (asks(state, rules, LifecycleAction.Deed.DELETE)) {
                return "gone";
            }
            int tier = List.of(TIERS).indexOf(state.tier());
            for (int colder = 3; colder > tier && state.type().equals("BlockBlob"); colder--) {
                if (asks(state, rules, LifecycleAction.Deed.values()[colder - 1])) {
                    return TIERS[colder];
                }
            }
            return "";
        }

        private boolean asks(State state, List<LifecycleRule> rules, LifecycleAction.Deed deed) {
            for (LifecycleRule rule : rules) {
                List<LifecycleAction> actions =
                        switch (state.kind()) {
                            case 'b' -> rule.base();
                            case 's' -> rule.snapshot();
                            default -> rule.version();
                        };
                for (LifecycleAction action : actions) {
                    Instant from =
                            action.age() == LifecycleAction.Age.CREATION
                                    ? state.created()
                                    : state.modified();
                    boolean old =
                            Duration.between(from, world.clock.instant())
                                            .compareTo(Duration.ofDays(action.days()))
                                    > 0;
                    if (rule.enabled()
                            && action.deed() == deed
                            && old
                            && isMeant(rule.filter(), state)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private static boolean isMeant(LifecycleFilter filter, State state) {
            boolean named = filter.prefixes().isEmpty();
            for (String prefix : filter.prefixes()) {
                named |= state.path().startsWith(prefix);
            }
            for (LifecycleFilter.Tag tag : filter.tags()) {
                named &= tag.value().equals(state.tags().get(tag.name()));
            }
            return named && filter.types().stream().anyMatch(it -> it.wire().equals(state.type()));
        }

        private static Map<String, String> shown(Map<String, State> states) {
            Map<String, String> shown = new TreeMap<>();
            states.forEach((key, state) -> shown.put(key, state.tier()));
            return shown;
        }

        /** All that is there and not deleted. */
        private Map<String, State> states() {
            Map<String, State> states = new TreeMap<>();
            UUID account = lifecycles.account().owner();
            for (String container : List.of("one", "two", "$web")) {
                UUID incarnation =
                        world.storage
                                .accounts()
                                .container(account, container)
                                .orElseThrow()
                                .incarnation();
                for (Stored stored : all(Key.of(account, Tables.BLOB).id(incarnation))) {
                    Blob blob = Blob.decode(stored.value());
                    add(states, container, 'b', stored.key(), blob.created(), blob);
                }
                for (Stored stored : all(Key.of(account, Tables.HISTORY).id(incarnation))) {
                    PastBlob past = PastBlob.decode(stored.value());
                    Stamp at = PastBlob.at(stored.key());
                    taken.add(container + "/" + BlobTarget.name(stored.key()) + " " + at.instant());
                    if (past.isLive()) {
                        char kind = past.kind() == PastBlob.Kind.SNAPSHOT ? 's' : 'v';
                        add(states, container, kind, stored.key(), at, past.blob());
                    }
                }
            }
            return states;
        }

        private List<Stored> all(Key prefix) {
            return world.trust.records().scanPrefix(prefix, 1_000);
        }

        private void add(
                Map<String, State> states,
                String container,
                char kind,
                Key key,
                Stamp created,
                Blob blob) {
            Traits traits = blob.traits();
            Stamp now = Stamp.now(world.clock);
            State state =
                    new State(
                            container + "/" + BlobTarget.name(key),
                            kind,
                            created.instant(),
                            blob.modified().instant(),
                            blob.type().wire(),
                            traits.tier().map(it -> it.at(now).tier().text()).orElse("Hot"),
                            traits.tags(),
                            kind == 'b' && traits.lease().isPresent(),
                            traits.version().map(Stamp::instant));
            states.put(state.key(), state);
        }
    }
}
