package fr.bleu.extents;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import java.io.IOException;
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
        Place place = find(owner, id);
        if (length > 0 || extent.length() == 0) {
            try {
                ExtentLayout layout = place.layout(extent.length());
                long lastChunk = (offset + Math.max(length, 1) - 1) / layout.chunkBytes();
                new ExtentReader(place.source(layout.storedEnd(lastChunk)), buffers, cipher)
                        .read(layout, offset, length, out);
            } catch (ExtentDamagedException e) {
                // One that was deleted meanwhile is no damage.
                find(owner, id);
                throw e;
            }
        }
    }

    private Place find(UUID owner, UUID extent) throws IOException {
        Key key = Location.key(owner, extent);
        Reads.Stored location =
                store.get(key)
                        .orElseThrow(
                                () -> new MissingExtentException("there is no extent " + extent));
        return find(extent, location);
    }

    Place find(UUID extent, Reads.Stored location) throws ExtentDamagedException {
        try {
            return finder.find(extent, location);
        } catch (IllegalStateException e) {
            throw new ExtentDamagedException(e.getMessage());
        }
    }
}
