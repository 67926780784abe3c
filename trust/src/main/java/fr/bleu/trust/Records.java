package fr.bleu.trust;

import fr.bleu.store.Reads;
import fr.bleu.store.Snapshot;

/** What services may read of the store. They write through {@link Commits} only. */
public interface Records extends Reads {

    /** A consistent view of what is committed now; close it within seconds. */
    Snapshot snapshot();
}
