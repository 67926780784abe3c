package fr.bleu.store.embedded;

import java.util.ArrayList;
import java.util.List;

/** Operations that an engine applies together, in order. */
final class EngineBatch {

    private final List<Op> ops = new ArrayList<>();

    void put(Space space, byte[] key, byte[] value) {
        ops.add(new Put(space, key, value));
    }

    void delete(Space space, byte[] key) {
        ops.add(new Delete(space, key));
    }

    /** Deletes every {@code from <= key < to}. */
    void deleteRange(Space space, byte[] from, byte[] to) {
        ops.add(new DeleteRange(space, from, to));
    }

    boolean isEmpty() {
        return ops.isEmpty();
    }

    List<Op> ops() {
        return ops;
    }

    sealed interface Op {
        Space space();
    }

    record Put(Space space, byte[] key, byte[] value) implements Op {}

    record Delete(Space space, byte[] key) implements Op {}

    record DeleteRange(Space space, byte[] from, byte[] to) implements Op {}
}
