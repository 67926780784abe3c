package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.UUID;

/**
 * Reads extents at the places that their locations name.
 *
 * @param store has the locations
 */
record PlacedReads(Reads store, Place.Finder finder, Buffers buffers) implements ExtentReads {

    @Override
    public void read(
            Extent extent,
            UUID owner,
            SealingKey account,
            long offset,
            long length,
            OutputStream out)
            throws IOException {
        Objects.checkFromIndexSize(offset, length, extent.length());
        UUID id = extent.id();
        ChunkCipher cipher =
                new ChunkCipher(id, account.open(extent.wrappedKey(), ChunkCipher.keyPlace(id)));
        Key key = Location.key(owner, id);
        Place place = find(key);
        if (length > 0 || extent.length() == 0) {
            try {
                ExtentLayout layout = place.layout(extent.length());
                long lastChunk = (offset + Math.max(length, 1) - 1) / layout.chunkBytes();
                new ExtentReader(place.source(layout.storedEnd(lastChunk)), buffers, cipher)
                        .read(layout, offset, length, out);
            } catch (ExtentDamagedException e) {
                // One that was deleted meanwhile is no damage.
                find(key);
                throw e;
            }
        }
    }

    /** As {@link Extents#copyStored}. */
    long copyStored(Key location, OutputStream out) throws IOException {
        try (InputStream stored = find(location).open()) {
            return stored.transferTo(out);
        }
    }

    private Place find(Key location) throws IOException {
        UUID extent = Location.extentIn(location);
        Reads.Stored found =
                store.get(location)
                        .orElseThrow(
                                () -> new MissingExtentException("there is no extent " + extent));
        return find(extent, found);
    }

    Place find(UUID extent, Reads.Stored location) throws ExtentDamagedException {
        try {
            return finder.find(extent, location);
        } catch (IllegalStateException e) {
            throw new ExtentDamagedException(e.getMessage());
        }
    }
}
