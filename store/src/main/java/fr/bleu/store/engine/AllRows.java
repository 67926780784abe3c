package fr.bleu.store.engine;

import fr.bleu.store.StoreFailedException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Every row of a space, in the order of its keys, page by page. */
final class AllRows {

    /** A page of the largest records has 64 MiB. */
    private static final int PAGE = 64;

    /** Sorts after every key. */
    private static final byte[] END = {(byte) 0xff};

    private AllRows() {}

    /**
     * Shows each row.
     *
     * @param found told why, when the engine does not read on: what follows is not shown
     */
    static void each(
            EngineView view, Space space, Consumer<EngineView.Entry> row, Consumer<String> found) {
        byte[] from = {};
        List<EngineView.Entry> page;
        do {
            try {
                page = view.scan(space, from, END, PAGE);
            } catch (StoreFailedException e) {
                found.accept(
                        "what follows in "
                                + space.name().toLowerCase(Locale.ROOT)
                                + " is not checked: "
                                + e.getMessage());
                return;
            }
            page.forEach(row);
            if (!page.isEmpty()) {
                byte[] last = page.getLast().key();
                from = Arrays.copyOf(last, last.length + 1);
            }
        } while (page.size() == PAGE);
    }
}
