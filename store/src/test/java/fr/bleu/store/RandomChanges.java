package fr.bleu.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small changes of few keys, so that changes of one batch often meet. */
public final class RandomChanges {

    private static final int NAMES = 6;

    private final Random random;
    private final TestClock clock;
    private final List<Change> made = new ArrayList<>();

    public RandomChanges(Random random, TestClock clock) {
        this.random = random;
        this.clock = clock;
    }

    /** A change, its versions taken from a model that may be stale by the time it commits. */
    public Change next(NaiveStore seen) {
        if (!made.isEmpty() && random.nextInt(12) == 0) {
            return made.get(random.nextInt(made.size()));
        }
        ChangeId id = Changes.id(clock, random);
        List<PreparedEntry> entries = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            entries.add(Changes.entry(random.nextInt(3), id + "/" + i, random.nextBoolean()));
        }
        Change change = new Change(id, Changes.OWNER, checks(seen), writes(id), entries);
        made.add(change);
        return change;
    }

    private List<Check> checks(NaiveStore seen) {
        List<Check> checks = new ArrayList<>();
        List<Reads.Stored> records = seen.records();
        switch (random.nextInt(5)) {
            case 0 -> checks.add(new Check.Absent(Changes.key(name())));
            case 1 -> checks.add(new Check.PrefixEmpty(Changes.key("guard"), prefix()));
            case 2, 3 -> {
                if (!records.isEmpty()) {
                    checks.add(records.get(random.nextInt(records.size())).unchanged());
                }
            }
            default -> {} // Without a check.
        }
        return checks;
    }

    private List<Write> writes(ChangeId id) {
        List<Write> writes = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            writes.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new Write.Delete(Changes.key(name()));
                        case 1 -> new Write.Add(Changes.key("counter"), 1, 0, 5);
                        case 2 -> new Write.Add(Changes.key("counter"), -1, 0, 5);
                        case 3 -> new Write.Put(prefix().text(name()), Changes.value("in"));
                        default -> Changes.put(name(), id.toString());
                    });
        }
        return writes;
    }

    private Key prefix() {
        return Changes.key("prefix" + random.nextInt(2));
    }

    private String name() {
        return "name" + random.nextInt(NAMES);
    }
}
