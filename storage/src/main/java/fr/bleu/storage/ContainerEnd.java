package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Reads;
import fr.bleu.store.Write;
import fr.bleu.trust.Draft;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What a container's deletion leaves behind. */
final class ContainerEnd {
    private ContainerEnd() {}

    /** Adds what keeps the container for some days. */
    static void keep(
            Draft draft,
            Reads reads,
            ContainerTarget target,
            Container container,
            int days,
            InstantSource clock) {
        Stamp at = Stamp.after(container.modified(), clock);
        while (reads.get(DeletedContainer.key(target.account(), target.name(), at)).isPresent()) {
            at = at.next();
        }
        var deletion = new PastBlob.Deletion(at, days);
        Container unleased = container.withTraits(container.traits().withLease(Optional.empty()));
        var key = DeletedContainer.key(target.account(), target.name(), at);
        draft.check(new Check.Absent(key))
                .put(key, new DeletedContainer(unleased, deletion).encode())
                .writes(
                        List.<Write>of(
                                new Expiring.Container(target.name(), at)
                                        .put(target.account(), deletion.due())));
    }

    static Garbage garbage(Container container) {
        return new Garbage.Incarnation(container.incarnation());
    }
}
