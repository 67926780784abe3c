package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who may write a page map, and in which generation. Who shares a map only adds a reference. So a
 * writer looks whether the references' record is still the one with which its generation began:
 * then nobody else sees that generation, and it is written in place. Else a new one begins, for
 * which there can be one writer: the map's own record tells the latest, and who is behind it must
 * copy the map.
 *
 * @param content with the generation to write in
 */
record PageTurn(Content.Pages content, List<Check> checks, List<Write> writes) {

    /**
     * The record: the latest generation, and where the blob is that writes it.
     *
     * @param incarnation the container's
     */
    record Latest(long generation, UUID incarnation, String name) {

        Write put(PageMap map) {
            return new Write.Put(
                    map.turn(),
                    new Encoder(64).int64(generation).id(incarnation).text(name).done());
        }

        static Latest decode(byte[] value) {
            Decoder in = new Decoder(value);
            return new Latest(in.int64(), in.id(), in.text());
        }
    }

    /** The turn of a blob; empty when somebody else goes on with its map. */
    static Optional<PageTurn> of(Reads reads, FoundBlob found, Content.Pages content) {
        UUID account = found.target().account();
        PageMap map = PageMap.of(account, content);
        var counter = References.key(account, content.map());
        Optional<Stored> references = reads.get(counter);
        long shared = references.map(Stored::version).orElse(0L);
        Check unshared =
                references.map(Stored::unchanged).orElseGet(() -> new Check.Absent(counter));
        if (shared == content.sharedAt()) {
            return Optional.of(new PageTurn(content, List.of(unshared), List.of()));
        }
        Optional<Stored> turn = reads.get(map.turn());
        long latest =
                turn.map(stored -> Latest.decode(stored.value()).generation())
                        .orElse(PageMap.FIRST_GENERATION);
        if (latest != content.generation()) {
            return Optional.empty();
        }
        Check first = turn.map(Stored::unchanged).orElseGet(() -> new Check.Absent(map.turn()));
        Latest next =
                new Latest(latest + 1, found.container().incarnation(), found.target().name());
        return Optional.of(
                new PageTurn(
                        content.withGeneration(next.generation(), shared),
                        List.of(unshared, first),
                        List.of(next.put(map))));
    }
}
