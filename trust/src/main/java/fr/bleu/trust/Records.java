package fr.bleu.trust;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Snapshot;
import java.util.Optional;
import java.util.UUID;

/** What services may read of the store. They write through {@link Commits} only. */
public interface Records extends Reads {

    /** A consistent view of what is committed now; close it within seconds. */
    Snapshot snapshot();

    /** A record of a tenant together with the tenant's policy epoch, in one question. */
    UnderEpoch underEpoch(UUID tenant, Key key);

    /** A record, if there is one, and the policy epoch of the same moment. */
    record UnderEpoch(Optional<Stored> record, PolicyEpoch epoch) {}
}
