package fr.bleu.storage;

import fr.bleu.store.Key;
import fr.bleu.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The index over the tags of an account's current blobs: <em>tag, value, incarnation, blob
 * name</em> → the container's name. It is written by the very commits that change the tags, so that
 * what is found is what there is. Entries of a deleted container stay until its blobs are
 * collected, and are passed over.
 */
final class TagIndex {
    private TagIndex() {}

    /** Where all blobs with a tag are. */
    static Key prefix(UUID account, String tag) {
        return Key.of(account, Tables.TAG_INDEX).text(tag);
    }

    static Key key(UUID account, String tag, String value, UUID incarnation, String blob) {
        return prefix(account, tag).text(value).id(incarnation).text(blob);
    }

    /** What a change of a blob's tags writes. */
    static List<Write> writes(
            FoundBlob found, Map<String, String> before, Map<String, String> after) {
        List<Write> writes = new ArrayList<>();
        before.forEach(
                (tag, value) -> {
                    if (!value.equals(after.get(tag))) {
                        writes.add(new Write.Delete(key(found, tag, value)));
                    }
                });
        after.forEach(
                (tag, value) -> {
                    if (!value.equals(before.get(tag))) {
                        writes.add(new Write.Put(key(found, tag, value), entry(found)));
                    }
                });
        return writes;
    }

    /** What takes a blob's entries out, with its record. */
    static List<Write> deletions(
            UUID account, Map<String, String> tags, UUID incarnation, String blob) {
        List<Write> writes = new ArrayList<>();
        tags.forEach(
                (tag, value) ->
                        writes.add(new Write.Delete(key(account, tag, value, incarnation, blob))));
        return writes;
    }

    private static Key key(FoundBlob found, String tag, String value) {
        BlobTarget target = found.target();
        return key(target.account(), tag, value, found.container().incarnation(), target.name());
    }

    private static byte[] entry(FoundBlob found) {
        return new Encoder(64).text(found.container().name()).done();
    }

    static String container(byte[] entry) {
        return new Decoder(entry).text();
    }
}
