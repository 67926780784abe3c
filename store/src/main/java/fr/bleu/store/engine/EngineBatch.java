package fr.bleu.store.engine;

import java.util.ArrayList;
import java.util.List;

/** Operations that an engine applies together, in order. */
public final class EngineBatch {

    private final List<Op> ops = new ArrayList<>();

    public void put(Space space, byte[] key, byte[] value) {
        ops.add(new Put(space, key, value));
    }

    public void delete(Space space, byte[] key) {
        ops.add(new Delete(space, key));
    }

    /** Deletes every {@code from <= key < to}. */
    public void deleteRange(Space space, byte[] from, byte[] to) {
        ops.add(new DeleteRange(space, from, to));
    }

    public boolean isEmpty() {
        return ops.isEmpty();
    }

    public List<Op> ops() {
        return ops;
    }

    public sealed interface Op {
        Space space();
    }

    public record Put(Space space, byte[] key, byte[] value) implements Op {}

    public record Delete(Space space, byte[] key) implements Op {}

    public record DeleteRange(Space space, byte[] from, byte[] to) implements Op {}
}
