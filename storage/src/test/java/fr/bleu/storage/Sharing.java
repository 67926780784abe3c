package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What snapshots and copies do to content, at the level of records: they share and count it. */
final class Sharing {
    private final World world;
    private final String container;

    Sharing(World world, String container) {
        this.world = world;
        this.container = container;
    }

    FoundBlob found(String blob) {
        return world.inside.found(world.onBlob(container, blob));
    }

    Blob current(String blob) {
        return found(blob).existing();
    }

    /** Keeps the blob as it is. */
    void snapshot(String blob, Stamp at) {
        FoundBlob found = found(blob);
        PastBlob past = new PastBlob(PastBlob.Kind.SNAPSHOT, Optional.empty(), found.existing());
        commit(new Draft().put(key(found, at), past.encode()), found.existing().content());
    }

    /**
     * Makes or replaces a blob that has another one's content, as of a snapshot if there is one.
     */
    void copy(Blob source, String to) {
        FoundBlob found = found(to);
        Draft draft = new Draft().put(found.key(), source.encode());
        found.blob()
                .flatMap(old -> Garbage.of(old.content()))
                .ifPresent(
                        it -> draft.writes(List.of(it.put(found.target().account(), world.clock))));
        commit(draft, source.content());
    }

    private void commit(Draft draft, Content shared) {
        Write more = References.add(account(), shared.id().orElseThrow(), 1);
        world.inside.commit(draft.writes(List.of(more)));
    }

    void deleteSnapshot(String blob, Stamp at) {
        Key key = key(found(blob), at);
        Blob past = past(blob, at);
        Write garbage = Garbage.of(past.content()).orElseThrow().put(account(), world.clock);
        world.inside.commit(new Draft().delete(key).writes(List.of(garbage)));
    }

    Blob past(String blob, Stamp at) {
        Stored stored = world.store.get(key(found(blob), at)).orElseThrow();
        return PastBlob.decode(stored.value()).blob();
    }

    private Key key(FoundBlob found, Stamp at) {
        return PastBlob.key(account(), found.container().incarnation(), found.target().name(), at);
    }

    /** The bytes of any state of a blob. */
    byte[] read(String blob, Blob state) throws IOException {
        Permit permit = world.onBlob(container, blob);
        OpenBlob open =
                new OpenBlob(
                        state,
                        world.inside.found(permit).key(),
                        new ContainerTarget(world.tenant, account(), container),
                        GivenEncryption.DEFAULT,
                        Long.MAX_VALUE,
                        false,
                        Optional.empty());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        world.storage.reader().read(open, ByteRange.all(state), out);
        return out.toByteArray();
    }

    UUID account() {
        return world.account("acct").id();
    }
}
