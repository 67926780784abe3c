package fr.bleu.trust;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A change in the making: checks, writes, and what its ledger entry shall say beside the permit.
 */
public final class Draft {

    /** A write to one of trust's own tables, for the tenant that it concerns. */
    record Own(UUID tenant, Write write) {}

    private final List<Check> checks = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final List<Own> own = new ArrayList<>();
    private final Map<String, String> details = new LinkedHashMap<>();

    public Draft check(Check check) {
        checks.add(check);
        return this;
    }

    public Draft checks(Collection<? extends Check> more) {
        checks.addAll(more);
        return this;
    }

    public Draft put(Key key, byte[] value) {
        writes.add(new Write.Put(key, value));
        return this;
    }

    public Draft delete(Key key) {
        writes.add(new Write.Delete(key));
        return this;
    }

    public Draft writes(Collection<? extends Write> more) {
        writes.addAll(more);
        return this;
    }

    /**
     * Adds a detail to the entry. Opaque ids, names of resources, sizes and hashes; never a secret.
     */
    public Draft detail(String name, String value) {
        details.put(name, value);
        return this;
    }

    /** Only trust's own classes write trust's tables. */
    Draft own(UUID tenant, Write write) {
        own.add(new Own(tenant, write));
        return this;
    }

    List<Check> checks() {
        return checks;
    }

    List<Write> writes() {
        return writes;
    }

    List<Own> own() {
        return own;
    }

    Map<String, String> details() {
        return details;
    }
}
