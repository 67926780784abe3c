package fr.bleu.store.copy;

import fr.bleu.store.Store;
import fr.bleu.store.engine.Copyable;
import fr.bleu.store.engine.EngineView;
import fr.bleu.store.engine.Head;
import fr.bleu.store.engine.Layout;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * All rows of a store as they were at one moment, while it goes on. It may stay open for hours;
 * what the store replaces meanwhile takes space until it is closed.
 */
public final class StoreMoment implements AutoCloseable {

    /** Rows read at a time: 100 MiB at most, of records as large as a change. */
    private static final int PAGE = 100;

    /** Every key begins with the format's byte. */
    private static final byte[] FIRST = {Layout.FORMAT};

    private static final byte[] END = {Layout.FORMAT + 1};

    private final EngineView view;
    private final StoreHead head;

    private StoreMoment(EngineView view) {
        this.view = view;
        this.head = new StoreHead(Head.read(view));
    }

    /**
     * The moment of the call.
     *
     * @throws fr.bleu.store.StoreFailedException when the store cannot be read
     */
    public static StoreMoment of(Store store) {
        EngineView view = ((Copyable) store).moment();
        try {
            return new StoreMoment(view);
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
    }

    /** Where the store stood. */
    public StoreHead head() {
        return head;
    }

    /** The rows of a kind, by ascending key; the head is none of them. */
    public Iterator<Row> rows(Row.Kind kind) {
        return new Rows(kind);
    }

    @Override
    public void close() {
        view.close();
    }

    private final class Rows implements Iterator<Row> {

        private final Row.Kind kind;
        private final Queue<EngineView.Entry> page = new ArrayDeque<>();
        private byte[] from = FIRST;
        private boolean ended;

        Rows(Row.Kind kind) {
            this.kind = kind;
        }

        @Override
        public boolean hasNext() {
            while (page.isEmpty() && !ended) {
                read();
            }
            return !page.isEmpty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            EngineView.Entry entry = page.remove();
            return new Row(kind, entry.key(), entry.value());
        }

        private void read() {
            List<EngineView.Entry> read = view.scan(kind.space(), from, END, PAGE);
            for (EngineView.Entry entry : read) {
                if (kind != Row.Kind.LEDGER || !Layout.isHead(entry.key())) {
                    page.add(entry);
                }
            }
            ended = read.size() < PAGE;
            if (!ended) {
                byte[] last = read.getLast().key();
                from = Arrays.copyOf(last, last.length + 1);
            }
        }
    }
}
