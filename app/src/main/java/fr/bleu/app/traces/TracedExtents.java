package fr.bleu.app.traces;

import fr.bleu.extents.Deletion;
import fr.bleu.extents.Extent;
import fr.bleu.extents.ExtentWriter;
import fr.bleu.extents.Extents;
import fr.bleu.extents.Finished;
import fr.bleu.extents.Pin;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** A span for each extent that is read or written, from its first byte to its last. */
record TracedExtents(Extents real, Spans spans) implements Extents {

    @Override
    public ExtentWriter create(UUID owner, SealingKey account) throws IOException {
        Span span = spans.below("extents.write");
        try {
            return new TracedWriter(real.create(owner, account), span);
        } catch (IOException | RuntimeException e) {
            span.end();
            throw e;
        }
    }

    @Override
    public void read(
            Extent extent,
            UUID owner,
            SealingKey account,
            long offset,
            long length,
            OutputStream out)
            throws IOException {
        spans.<Void, IOException>in(
                "extents.read",
                () -> {
                    real.read(extent, owner, account, offset, length, out);
                    return null;
                });
    }

    @Override
    public long copyStored(Key location, OutputStream out) throws IOException {
        return real.copyStored(location, out);
    }

    @Override
    public Optional<Pin> pin() throws IOException {
        return real.pin();
    }

    @Override
    public boolean holds(Pin pin) {
        return real.holds(pin);
    }

    @Override
    public boolean release(Pin pin) throws IOException {
        return real.release(pin);
    }

    @Override
    public boolean isPinned() throws IOException {
        return real.isPinned();
    }

    @Override
    public Deletion delete(UUID owner, UUID extent) {
        return real.delete(owner, extent);
    }

    @Override
    public void free(List<Deletion> deletions) {
        real.free(deletions);
    }

    @Override
    public long writer() {
        return real.writer();
    }

    @Override
    public boolean isAlive(long writer) {
        return real.isAlive(writer);
    }

    @Override
    public long freedBytes() {
        return real.freedBytes();
    }

    @Override
    public void giveUp(Finished finished) {
        real.giveUp(finished);
    }

    @Override
    public void reclaim(Iterable<UUID> owners, BooleanSupplier stopped) throws IOException {
        real.reclaim(owners, stopped);
    }

    @Override
    public void warmUp() {
        real.warmUp();
    }

    @Override
    public void close() {
        real.close();
    }

    /** Ends its span when it is finished or given up; to end a span twice does nothing. */
    private record TracedWriter(ExtentWriter real, Span span) implements ExtentWriter {

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            real.write(buffer, offset, length);
        }

        @Override
        public Finished finish() throws IOException {
            Finished finished = real.finish();
            span.end();
            return finished;
        }

        @Override
        public void close() {
            real.close();
            span.end();
        }
    }
}
