package fr.bleu.trust;

import fr.bleu.ledger.Leaf;
import fr.bleu.ledger.Opening;
import fr.bleu.store.Key;
import fr.bleu.store.LedgerEntry;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;

/**
 * The entries of the platform, and of one tenant if asked, opened; those dropped by age missing.
 */
final class OpeningPages implements Iterator<Opening> {

    private final EntryPages entries;
    private final EntrySealer sealer;
    private final byte[] platformTag;
    private final Optional<UUID> tenant;
    private final byte[] tenantTag;
    private Opening next;

    OpeningPages(EntryPages entries, EntrySealer sealer, Tags tags, Optional<UUID> tenant) {
        this.entries = entries;
        this.sealer = sealer;
        this.platformTag = tags.of(Key.PLATFORM);
        this.tenant = tenant;
        this.tenantTag = tenant.map(tags::of).orElse(platformTag);
    }

    @Override
    public boolean hasNext() {
        while (next == null && entries.hasNext()) {
            next = open(entries.next()).orElse(null);
        }
        return next != null;
    }

    @Override
    public Opening next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Opening opening = next;
        next = null;
        return opening;
    }

    private Optional<Opening> open(LedgerEntry entry) {
        Leaf leaf = Leaf.decode(entry.leaf());
        if (entry.sealed().length == 0) {
            return Optional.empty();
        }
        return whose(leaf)
                .map(owner -> sealer.open(owner, leaf.commitment(), entry.sealed()))
                .map(opened -> new Opening(entry.index(), opened.salt(), opened.entry()));
    }

    private Optional<UUID> whose(Leaf leaf) {
        if (Arrays.equals(leaf.tenantTag(), platformTag)) {
            return Optional.of(Key.PLATFORM);
        }
        return tenant.filter(_ -> Arrays.equals(leaf.tenantTag(), tenantTag));
    }
}
