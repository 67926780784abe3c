package fr.bleu.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which blobs a rule is about: all that every part lets pass.
 *
 * @param types block and append blobs
 * @param prefixes of {@code container/blob}, of which one must fit; none for all
 * @param tags names and values that a blob must have
 */
public record LifecycleFilter(Set<BlobType> types, List<String> prefixes, List<Tag> tags) {

    /** A tag of the index that a blob must have. */
    public record Tag(String name, String value) {}

    public LifecycleFilter {
        types = Set.copyOf(types);
        prefixes = List.copyOf(prefixes);
        tags = List.copyOf(tags);
    }

    boolean fits(LifecycleSubject subject) {
        String path = subject.container() + "/" + subject.name();
        Map<String, String> its = subject.blob().traits().tags();
        return types.contains(subject.blob().type())
                && (prefixes.isEmpty() || prefixes.stream().anyMatch(path::startsWith))
                && tags.stream().allMatch(tag -> tag.value().equals(its.get(tag.name())));
    }

    void encode(Encoder out) {
        out.int8(types.contains(BlobType.BLOCK) ? 1 : 0);
        out.int8(types.contains(BlobType.APPEND) ? 1 : 0);
        out.int32(prefixes.size());
        prefixes.forEach(out::text);
        out.int32(tags.size());
        tags.forEach(tag -> out.text(tag.name()).text(tag.value()));
    }

    static LifecycleFilter decode(Decoder in) {
        List<BlobType> types = new ArrayList<>();
        if (in.int8() != 0) {
            types.add(BlobType.BLOCK);
        }
        if (in.int8() != 0) {
            types.add(BlobType.APPEND);
        }
        List<String> prefixes = new ArrayList<>();
        for (int left = in.int32(); left > 0; left--) {
            prefixes.add(in.text());
        }
        List<Tag> tags = new ArrayList<>();
        for (int left = in.int32(); left > 0; left--) {
            tags.add(new Tag(in.text(), in.text()));
        }
        return new LifecycleFilter(Set.copyOf(types), prefixes, tags);
    }
}
