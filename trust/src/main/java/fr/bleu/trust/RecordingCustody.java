package fr.bleu.trust;

import fr.bleu.keys.Custody;
import fr.bleu.keys.SealingKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An entry for each unwrap of a tenant's key, sealed by that very key and durable before anyone
 * gets it: if it cannot be committed, the key is refused.
 */
final class RecordingCustody implements Custody {

    private static final String ACTION = "Bleu.Keys/unwrap";

    private final Journal journal;
    private final EntrySealer sealer;

    RecordingCustody(Journal journal, EntrySealer sealer) {
        this.journal = journal;
        this.sealer = sealer;
    }

    @Override
    public void unwrapping(UUID tenant, UUID keyId, String purpose, SealingKey key) {
        Entry entry = Entry.platform(Entry.Kind.CUSTODY, tenant, ACTION, details(keyId, purpose));
        journal.submit(tenant, List.of(), List.of(), List.of(sealer.seal(entry, key)));
    }

    /** In this order, always: entries are hashed. */
    private static Map<String, String> details(UUID keyId, String purpose) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("key", keyId.toString());
        details.put("purpose", purpose);
        return details;
    }
}
