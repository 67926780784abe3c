package fr.bleu.resources;

import fr.bleu.http.Failure;
import fr.bleu.trust.Draft;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a service does for its type of resources. The Resource Manager routes, asks for the permit,
 * keeps the resource's record, and commits it together with what the handler adds to the draft;
 * when the commit conflicts it reads again and asks the handler again. A handler holds no state of
 * its own between calls and writes nothing but through the draft.
 *
 * <p>Records that a handler writes belong to the tenant or to the resource's owner id.
 */
public interface ResourceHandler {

    /** What it handles. */
    ResourceType type();

    /**
     * Validates a PUT or PATCH and adds its checks, writes and entry details to the draft.
     *
     * @throws Failure in the type's own codes; nothing was committed
     */
    Prepared prepare(Proposal proposal, Draft draft);

    /**
     * What the resource's record shall hold.
     *
     * @param settings as {@link Resource#settings}
     * @param properties as {@link Resource#properties}; never a secret
     */
    record Prepared(ObjectNode settings, ObjectNode properties) {}

    /** What answers show in {@code properties}: what is stored, and endpoints and the like. */
    ObjectNode shown(Resource resource);

    /**
     * Adds to the draft what the deletion of a resource writes beside its record: its name is given
     * up, its keys go. Also called by the deletion of its group. At most 500 writes.
     *
     * @throws Failure when it cannot be deleted as it is
     */
    void delete(Resource resource, Draft draft);

    /** The type's POST actions on one resource, such as {@code listKeys}. */
    List<ResourceAction> actions();

    /** The operations on what lies below one resource; none unless the type says so. */
    default List<ChildRoute> children() {
        return List.of();
    }

    /** How many there may be in a region; no limit of its own unless the type says so. */
    default Optional<RegionQuota> quota() {
        return Optional.empty();
    }

    /** The provider's POST actions on a subscription, such as {@code checkNameAvailability}. */
    List<SubscriptionAction> subscriptionActions();
}
