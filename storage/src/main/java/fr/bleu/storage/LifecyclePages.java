package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The records of an account that some rule may be about, page by page in the order of a run: what
 * blobs were goes before the blobs of the same container, since a blob is deleted only once it has
 * neither snapshots nor earlier versions.
 */
final class LifecyclePages {
    /** Records read at once: with inline bodies 2 MiB. */
    static final int PAGE = 100;

    /** Behind owner and table. */
    private static final int CONTAINER_NAME_AT = 18;

    private final Reads reads;
    private final UUID account;
    private final List<LifecycleRule> rules;

    LifecyclePages(Reads reads, UUID account, List<LifecycleRule> rules) {
        this.reads = reads;
        this.account = account;
        this.rules = rules;
    }

    /**
     * Some records.
     *
     * @param at where the run stands once they are examined
     * @param records none when a container was gone through to its end
     */
    record Page(LifecycleRun.Position at, List<Stored> records) {
        String container() {
            return at.container();
        }
    }

    /** The page behind a position; empty at the end of the run. */
    Optional<Page> after(LifecycleRun.Position at) {
        Key here = ContainerTarget.key(account, at.container());
        return container(here)
                .filter(it -> it.name().equals(at.container()))
                .flatMap(it -> within(it, at))
                .or(() -> container(here.next()).map(LifecyclePages::beginning));
    }

    private static Page beginning(Container container) {
        return new Page(LifecycleRun.Position.in(container.name()), List.of());
    }

    private Optional<Page> within(Container container, LifecycleRun.Position at) {
        if (isSystems(container.name())) {
            return Optional.empty();
        }
        Optional<Page> past = at.current() ? Optional.empty() : page(container, false, at.after());
        return past.or(() -> page(container, true, at.current() ? at.after() : new byte[0]));
    }

    private Optional<Page> page(Container container, boolean current, byte[] after) {
        List<Stored> records = records(container, current, after);
        if (records.isEmpty()) {
            return Optional.empty();
        }
        byte[] last = records.getLast().key().bytes();
        return Optional.of(
                new Page(new LifecycleRun.Position(container.name(), current, last), records));
    }

    private Optional<Container> container(Key from) {
        Key all = Key.of(account, Tables.CONTAINER);
        return reads.scan(from, all.afterPrefix(), 1).stream()
                .findFirst()
                .map(it -> Container.decode(name(it.key()), it.value()));
    }

    private static String name(Key key) {
        byte[] bytes = key.bytes();
        int length = bytes.length - CONTAINER_NAME_AT - 1;
        return new String(bytes, CONTAINER_NAME_AT, length, StandardCharsets.UTF_8);
    }

    private List<Stored> records(Container container, boolean current, byte[] after) {
        Key all =
                Key.of(account, current ? Tables.BLOB : Tables.HISTORY).id(container.incarnation());
        Key next = after.length == 0 ? all : Key.ofBytes(after).next();
        if (!next.startsWith(all)) {
            // The container was made anew meanwhile.
            next = all;
        }
        for (String prefix : LifecycleReach.of(rules, container.name(), current)) {
            Key from = all.textPrefix(prefix);
            Key to = from.afterPrefix();
            Key begin = next.compareTo(from) > 0 ? next : from;
            if (begin.compareTo(to) < 0) {
                List<Stored> records = reads.scan(begin, to, PAGE);
                if (!records.isEmpty()) {
                    return records;
                }
            }
        }
        return List.of();
    }

    /** {@code $web} and {@code $logs}, which rules are not about. */
    private static boolean isSystems(String container) {
        return container.startsWith("$") && !container.equals("$root");
    }
}
