package fr.bleu.storage;

import fr.bleu.keys.Keys;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Check;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Names;
import fr.bleu.trust.Records;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Storage accounts by name and id. Each look-up reads the name and the record; only their parsed
 * and unsealed form is cached, under the record's version, so that a regenerated key is refused by
 * the next request.
 */
public final class Accounts {
    /** The kind of {@link Names} that accounts have. */
    static final String NAME_KIND = Names.STORAGE;

    private static final int MAX_CACHED = 10_000;

    private final Records records;
    private final Names names;
    private final Keys keys;
    private final Activity activity = new Activity();
    private final Activity feeds = new Activity();
    private final Map<UUID, Found> cache =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(64, 0.75f, true) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<UUID, Found> eldest) {
                            return size() > MAX_CACHED;
                        }
                    });

    public Accounts(Records records, Names names, Keys keys) {
        this.records = records;
        this.names = names;
        this.keys = keys;
    }

    /** An account with its record. */
    record Found(Account account, Stored stored) {}

    /** Which accounts have been changed of late. */
    Activity activity() {
        return activity;
    }

    /** Which accounts have had something to tell in their change feeds of late. */
    Activity feeds() {
        return feeds;
    }

    /** The account that has a name. */
    Optional<Found> find(String name) {
        return names.find(NAME_KIND, name).flatMap(holder -> find(holder.owner()));
    }

    /** The Blob service's properties of the account that has a name. */
    public Optional<ServiceSettings> service(String name) {
        return find(name).map(found -> found.account().settings().service());
    }

    /** Whether an account's rules let containers be open to everybody. */
    public boolean mayOpen(UUID id) {
        return find(id).filter(it -> it.account().settings().rules().publicAccess()).isPresent();
    }

    /** An account's static website. */
    StaticWebsite website(UUID id) {
        return find(id).map(it -> it.account().settings().service().website())
                .orElse(StaticWebsite.OFF);
    }

    /** Whether an account's blobs lie in directories. */
    public boolean isHierarchical(UUID id) {
        return find(id).filter(it -> it.account().settings().hierarchical()).isPresent();
    }

    /** Whose account has a name. */
    public Optional<UUID> tenantOf(String name) {
        return names.find(NAME_KIND, name).map(Names.Holder::tenant);
    }

    /** The account of an id. */
    Optional<Found> find(UUID id) {
        return records.get(AccountRecord.key(id)).map(stored -> parsed(id, stored));
    }

    /** What an account's user delegation keys are derived from. */
    SealingKey sealingKey(Account account) {
        return keys.account(account.tenant(), account.id());
    }

    /** The container of a name, as it is now. */
    Optional<Container> container(UUID account, String name) {
        return records.get(ContainerTarget.key(account, name))
                .map(stored -> Container.decode(name, stored.value()));
    }

    /** That nothing keeps an account from being deleted: {@link KeptAccounts#none}. */
    Check deletable(UUID id) {
        return KeptAccounts.none(records, id);
    }

    /** That nothing keeps versioning on: {@link KeptAccounts#noHeldVersions}. */
    Check unversionable(UUID id) {
        return KeptAccounts.noHeldVersions(records, id);
    }

    private Found parsed(UUID id, Stored stored) {
        Found cached = cache.get(id);
        if (cached != null && cached.stored().version() == stored.version()) {
            return cached;
        }
        Found found = new Found(AccountRecord.decode(id, stored.value(), keys::tenant), stored);
        cache.put(id, found);
        return found;
    }
}
