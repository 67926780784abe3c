package fr.bleu.resources;

import fr.bleu.http.Json;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tenants' subscriptions. They are looked up in the caller's own tenant only. */
public final class Subscriptions {

    /** Most subscriptions of a tenant. */
    public static final int MAX_PER_TENANT = 1_000;

    private final Reads records;

    /** Reads what is committed now. */
    public Subscriptions(Reads records) {
        this.records = records;
    }

    /** What creates a subscription, to be written in the commit that creates its tenant. */
    public static List<Write> creation(Subscription subscription) {
        return List.of(
                new Write.Put(
                        key(subscription.tenant(), subscription.id()),
                        RecordJson.write(Json.object().put("name", subscription.displayName()))));
    }

    /** A subscription of this tenant; another tenant's is not found. */
    public Optional<Subscription> find(UUID tenant, UUID id) {
        return records.get(key(tenant, id)).map(stored -> read(tenant, stored));
    }

    /** All of a tenant's. */
    public List<Subscription> list(UUID tenant) {
        return records.scanPrefix(Key.of(tenant, Tables.SUBSCRIPTIONS), MAX_PER_TENANT).stream()
                .map(stored -> read(tenant, stored))
                .toList();
    }

    private static Subscription read(UUID tenant, Stored stored) {
        byte[] key = stored.key().bytes();
        ByteBuffer id = ByteBuffer.wrap(key, key.length - 16, 16);
        return new Subscription(
                tenant,
                new UUID(id.getLong(), id.getLong()),
                RecordJson.read(stored.value()).path("name").asString());
    }

    private static Key key(UUID tenant, UUID id) {
        return Key.of(tenant, Tables.SUBSCRIPTIONS).id(id);
    }
}
