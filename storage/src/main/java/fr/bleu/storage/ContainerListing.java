package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Snapshot;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the containers of the account that a permit names. */
public final class ContainerListing {
    private final Records records;

    ContainerListing(Records records) {
        this.records = records;
    }

    /** A page; {@code next} is where the next one begins. */
    public record Page(List<Container> containers, Optional<String> next) {}

    /**
     * One page.
     *
     * @param prefix only names that begin with it
     * @param from where the page begins
     * @param limit containers of the page
     */
    public Page list(Permit permit, String prefix, String from, int limit) {
        Key table = Key.of(permit.target().owner(), Tables.CONTAINER);
        List<Container> containers = new ArrayList<>();
        try (Snapshot snapshot = records.snapshot()) {
            NameCursor cursor = new NameCursor(snapshot, table, prefix, from);
            while (cursor.hasCurrent()) {
                if (containers.size() == limit) {
                    return new Page(containers, Optional.of(cursor.name()));
                }
                containers.add(Container.decode(cursor.name(), cursor.record().value()));
                cursor.advance();
            }
        }
        return new Page(containers, Optional.empty());
    }
}
