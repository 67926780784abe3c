package fr.bleu.storage;

import fr.bleu.trust.Names;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which accounts have been changed of late, so that the {@link Collector} looks there for garbage
 * and nowhere else. A hint and no more: what it misses the next walk over all accounts finds.
 */
final class Activity {
    private static final int MAX = 100_000;

    /** A change is noted before it commits, so one look that finds nothing proves nothing. */
    private static final int LOOKS = 10;

    private final ConcurrentHashMap<Names.Holder, Integer> looksInVain = new ConcurrentHashMap<>();

    /** The account is about to be changed. */
    void note(Names.Holder account) {
        if (looksInVain.size() < MAX || looksInVain.containsKey(account)) {
            looksInVain.put(account, 0);
        }
    }

    /** A look has found nothing to do; after some the account is forgotten. */
    void foundNothing(Names.Holder account) {
        looksInVain.computeIfPresent(
                account, (_, looks) -> looks + 1 < LOOKS ? Integer.valueOf(looks + 1) : null);
    }

    List<Names.Holder> accounts() {
        return List.copyOf(looksInVain.keySet());
    }
}
