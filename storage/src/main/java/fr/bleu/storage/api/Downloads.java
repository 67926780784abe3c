package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.storage.Blob;
import fr.bleu.storage.BlobType;
import fr.bleu.storage.ByteRange;
import fr.bleu.storage.Checksums;
import fr.bleu.storage.Moment;
import fr.bleu.storage.OpenBlob;
import fr.bleu.storage.Storage;
import fr.bleu.trust.Permit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Get Blob and Get Blob Properties. */
final class Downloads {
    /** A body up to this size is read before the status is sent, so that damage is a 500. */
    private static final long MAX_READ_FIRST_BYTES = 64 * 1024;

    private final Storage storage;

    Downloads(Storage storage) {
        this.storage = storage;
    }

    Answer head(
            BlobRequest.GetProperties op, Permit permit, Moment moment, SasOverrides overrides) {
        OpenBlob open = storage.blobs().properties(permit, moment, op.conditions());
        Blob blob = open.blob();
        BlobHeaders headers = headers(open, moment, overrides, false);
        if (blob.type() == BlobType.BLOCK) {
            headers.accessTier(blob.traits().tier(), storage.now());
        }
        return new Answer(200, headers.done(), new Answer.Body.Head(blob.length()));
    }

    private BlobHeaders headers(
            OpenBlob open, Moment moment, SasOverrides overrides, boolean partial) {
        BlobHeaders headers = new BlobHeaders();
        open.type().ifPresent(type -> headers.add("x-ms-resource-type", type.text()));
        return moment instanceof Moment.Snapshot
                ? headers.snapshot(open.blob(), overrides, partial)
                : headers.blob(open.blob(), overrides, partial, storage.now())
                        .version(open.blob(), open.isCurrent());
    }

    Answer get(BlobRequest.GetBlob op, Permit permit, Moment moment, SasOverrides overrides)
            throws IOException {
        OpenBlob open = storage.blobs().open(permit, moment, op.conditions());
        Blob blob = open.blob();
        boolean partial = op.range().isPresent();
        ByteRange range = partial ? op.range().get().within(blob) : ByteRange.all(blob);
        BlobHeaders headers = headers(open, moment, overrides, partial);
        if (partial) {
            headers.range(range, blob);
        }
        int status = partial ? 206 : 200;
        if (op.rangeMd5() || op.rangeCrc64()) {
            byte[] bytes = read(open, range);
            headers.checksums(Checksums.of(bytes, op.rangeMd5(), op.rangeCrc64()));
            return new Answer(status, headers.done(), new Answer.Body.Bytes(bytes));
        }
        return new Answer(status, headers.done(), content(open, range));
    }

    /** A range's bytes. */
    Answer.Body content(OpenBlob open, ByteRange range) throws IOException {
        return range.length() <= MAX_READ_FIRST_BYTES
                ? new Answer.Body.Bytes(read(open, range))
                : new Answer.Body.Stream(
                        range.length(), out -> storage.reader().read(open, range, out));
    }

    private byte[] read(OpenBlob open, ByteRange range) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(range.length()));
        storage.reader().read(open, range, out);
        return out.toByteArray();
    }
}
