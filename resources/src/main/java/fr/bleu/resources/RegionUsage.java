package fr.bleu.resources;

import fr.bleu.http.Failure;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import java.util.List;
import java.util.UUID;

/**
 * Counts a subscription's resources in a region. They are counted and not kept count of, since they
 * are few; who creates at the same moment may pass a quota by one.
 */
public final class RegionUsage {
    private static final int PAGE = 1_000;

    private final Reads reads;

    /** Over the Resource Manager's records. */
    public RegionUsage(Reads reads) {
        this.reads = reads;
    }

    /** How many resources of a type there are. */
    public int count(UUID tenant, UUID subscription, ResourceType type, String region) {
        Key prefix = Key.of(tenant, Tables.RESOURCES).id(subscription);
        int count = 0;
        Key from = prefix;
        List<Stored> page;
        do {
            page = reads.scan(from, prefix.afterPrefix(), PAGE);
            count +=
                    (int)
                            page.stream()
                                    .map(ResourceFormat::read)
                                    .filter(it -> it.location().equals(region))
                                    .map(it -> it.id().fullType())
                                    .filter(type.fullName()::equalsIgnoreCase)
                                    .count();
            from = page.isEmpty() ? from : page.getLast().key().next();
        } while (page.size() == PAGE);
        return count;
    }

    /**
     * Holds a new resource to its type's quota, if it has one.
     *
     * @throws Failure 409 with the type's code
     */
    public void requireRoom(ResourceHandler handler, UUID tenant, ResourceId id, String region) {
        handler.quota()
                .filter(
                        quota ->
                                count(tenant, id.subscription(), handler.type(), region)
                                        >= quota.limit())
                .ifPresent(
                        quota -> {
                            throw new Failure(
                                    409,
                                    quota.exceededCode(),
                                    "The subscription already has "
                                            + quota.limit()
                                            + " resources of type '"
                                            + handler.type().fullName()
                                            + "' in location '"
                                            + region
                                            + "'.");
                        });
    }
}
