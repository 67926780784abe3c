package fr.bleu.resources;

import fr.bleu.http.Failure;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Write;
import fr.bleu.trust.Action;
import fr.bleu.trust.Caller;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Records;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.UnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Resources of every registered type: their records, and the commits that change them. */
public final class ResourceService {

    /** Most resources of one type in a group: Azure's limit. */
    public static final int MAX_PER_TYPE_AND_GROUP = 800;

    private static final int TRIES = 5;

    private final Records records;
    private final Commits commits;
    private final RoleAssignments roles;
    private final Registrations registrations;
    private final Groups groups;
    private final InstantSource clock;

    ResourceService(
            Records records,
            Commits commits,
            RoleAssignments roles,
            Registrations registrations,
            Groups groups,
            InstantSource clock) {
        this.records = records;
        this.commits = commits;
        this.roles = roles;
        this.registrations = registrations;
        this.groups = groups;
        this.clock = clock;
    }

    /**
     * What a PUT or PATCH asks for.
     *
     * @param location the region, normalised; an existing resource's own if the body has none
     * @param tags empty when the body has none
     * @param existed the resource as it was when the permit was asked for
     */
    public record Request(
            ResourceId id,
            String location,
            Optional<Map<String, String>> tags,
            ObjectNode body,
            Optional<Resource> existed,
            boolean merge) {}

    /** A resource, if there is one. */
    public Optional<Resource> find(UUID tenant, ResourceId id) {
        return records.get(ResourceFormat.key(tenant, id)).map(ResourceFormat::read);
    }

    /**
     * The resource.
     *
     * @throws Failure 404 {@code ResourceGroupNotFound} or {@code ResourceNotFound}
     */
    public Resource get(UUID tenant, ResourceId id) {
        return find(tenant, id).orElseThrow(() -> missing(tenant, id));
    }

    /** A page of the resources of a subscription, or of one of its groups. */
    public Page<Resource> list(
            Subscription subscription,
            Optional<GroupId> group,
            Optional<byte[]> from,
            int top,
            Predicate<Resource> shown) {
        UUID tenant = subscription.tenant();
        Key prefix =
                group.map(it -> it.resources(tenant))
                        .orElseGet(() -> Key.of(tenant, Tables.RESOURCES).id(subscription.id()));
        return Page.scan(
                records,
                prefix,
                from,
                top,
                stored -> Optional.of(ResourceFormat.read(stored)).filter(shown));
    }

    /**
     * Creates or changes the resource that the permit names. The permit's target holds the id that
     * its own records are kept under, so a resource that was made anew meanwhile is a conflict.
     */
    public Written<Resource> put(Permit permit, ResourceHandler handler, Request request) {
        require(permit, handler.type().write(), request.id());
        requirePlace(permit, request);
        UUID tenant = permit.target().tenant();
        for (int i = 0; i < TRIES; i++) {
            Group group = groups.getUsable(tenant, ResourceFormat.group(request.id()));
            Optional<Resource> existing = find(tenant, request.id());
            requireSame(permit, request, existing);
            Draft draft = new Draft().check(group.unchanged());
            Check registered =
                    registrations.require(
                            tenant, request.id().subscription(), handler.type().namespace());
            Resource made = prepare(permit, handler, request, group, existing, draft);
            draft.check(registered).check(made.unchanged());
            draft.put(ResourceFormat.key(tenant, made.id()), ResourceFormat.write(made));
            draft.detail("location", made.location());
            if (existing.isEmpty()) {
                draft.writes(List.of(counted(tenant, made.id(), 1)));
            }
            switch (commits.commit(permit, draft)) {
                case CommitResult.Committed committed -> {
                    return new Written<>(made, existing.isEmpty(), committed.receipt());
                }
                case CommitResult.Conflict(Key key) -> refuseOneTooMany(tenant, made.id(), key);
            }
        }
        throw new UnavailableException("the resource keeps changing");
    }

    /** Deletes the resource that the permit names; empty if it is gone already. */
    public Optional<Receipt> delete(Permit permit, ResourceHandler handler, ResourceId id) {
        return delete(permit, handler, id, List.of());
    }

    /**
     * Deletes the resource as well.
     *
     * @param checks what must hold beside it
     */
    Optional<Receipt> delete(
            Permit permit, ResourceHandler handler, ResourceId id, List<Check> checks) {
        require(permit, handler.type().delete(), id);
        UUID tenant = permit.target().tenant();
        for (int i = 0; i < TRIES; i++) {
            Optional<Resource> found = find(tenant, id);
            if (found.isEmpty() || !found.get().owner().equals(permit.target().owner())) {
                return Optional.empty();
            }
            Draft draft = new Draft().checks(checks);
            if (!roles.dropUnder(draft, tenant, found.get().id().scope())) {
                commits.commit(permit, draft);
                continue;
            }
            draft.check(found.get().unchanged());
            handler.delete(found.get(), draft);
            draft.delete(ResourceFormat.key(tenant, id));
            draft.writes(List.of(counted(tenant, id, -1)));
            if (commits.commit(permit, draft) instanceof CommitResult.Committed committed) {
                return Optional.of(committed.receipt());
            }
        }
        throw new UnavailableException("the resource keeps changing");
    }

    private static void require(Permit permit, Action action, ResourceId id) {
        permit.require(action);
        if (!permit.target().scope().key().equals(id.key())) {
            throw new IllegalStateException("the permit is for another resource");
        }
    }

    /** What is created stands where the policy was asked about. */
    private static void requirePlace(Permit permit, Request request) {
        Optional<String> place = permit.target().place();
        boolean asked = place.isPresent() || request.existed().isPresent();
        if (!asked || place.filter(it -> !it.equals(request.location())).isPresent()) {
            throw new IllegalStateException("the permit is for another place");
        }
    }

    private Resource prepare(
            Permit permit,
            ResourceHandler handler,
            Request request,
            Group group,
            Optional<Resource> existing,
            Draft draft) {
        UUID tenant = permit.target().tenant();
        ResourceId id = existing.map(Resource::id).orElseGet(() -> in(group, handler, request));
        Map<String, String> tags =
                request.tags()
                        .orElseGet(
                                () ->
                                        request.merge()
                                                ? existing.map(Resource::tags).orElse(Map.of())
                                                : Map.of());
        Proposal proposal =
                new Proposal(
                        tenant,
                        id,
                        permit.target().owner(),
                        request.location(),
                        tags,
                        request.body(),
                        existing,
                        request.merge());
        ResourceHandler.Prepared prepared = handler.prepare(proposal, draft);
        // As precise as the record is, so that every answer says the same.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String who = who(permit.caller());
        return new Resource(
                tenant,
                id,
                permit.target().owner(),
                request.location(),
                tags,
                prepared.settings(),
                prepared.properties(),
                existing.map(Resource::createdAt).orElse(now),
                existing.map(Resource::createdBy).orElse(who),
                now,
                who,
                existing.map(Resource::unchanged)
                        .orElseGet(() -> new Check.Absent(ResourceFormat.key(tenant, id))));
    }

    /** The id in the case that answers keep: the group's and the type's own. */
    private static ResourceId in(Group group, ResourceHandler handler, Request request) {
        return new ResourceId(
                group.id().subscription(),
                group.id().name(),
                handler.type().namespace(),
                handler.type().name(),
                request.id().name());
    }

    private static void requireSame(Permit permit, Request request, Optional<Resource> existing) {
        boolean same =
                existing.isPresent() == request.existed().isPresent()
                        && existing.map(Resource::owner)
                                .map(permit.target().owner()::equals)
                                .orElse(true);
        if (!same) {
            throw new Failure(
                    409, "Conflict", "The resource was created or deleted by another request.");
        }
        existing.filter(it -> !it.location().equals(request.location()))
                .ifPresent(it -> refuseMove(it, request.location()));
    }

    private static void refuseMove(Resource resource, String location) {
        throw new Failure(
                409,
                "InvalidResourceLocation",
                "The resource '"
                        + resource.id().name()
                        + "' already exists in location '"
                        + resource.location()
                        + "' in resource group '"
                        + resource.id().group()
                        + "'. A resource with the same name cannot be created in location '"
                        + location
                        + "'. Please select a new resource name.");
    }

    private Failure missing(UUID tenant, ResourceId id) {
        groups.get(tenant, ResourceFormat.group(id));
        return new Failure(
                404,
                "ResourceNotFound",
                "The Resource '"
                        + id.fullType()
                        + "/"
                        + id.name()
                        + "' under resource group '"
                        + id.group()
                        + "' was not found.");
    }

    private static Write counted(UUID tenant, ResourceId id, int delta) {
        Key count = ResourceFormat.count(tenant, ResourceFormat.group(id), id.fullType());
        return new Write.Add(count, delta, 0, MAX_PER_TYPE_AND_GROUP);
    }

    private static void refuseOneTooMany(UUID tenant, ResourceId id, Key conflict) {
        if (conflict.equals(
                ResourceFormat.count(tenant, ResourceFormat.group(id), id.fullType()))) {
            throw new Failure(
                    409,
                    "ResourceQuotaExceeded",
                    "The resource group already has "
                            + MAX_PER_TYPE_AND_GROUP
                            + " resources of type '"
                            + id.fullType()
                            + "'.");
        }
    }

    private static String who(Caller caller) {
        return caller instanceof Caller.Principal principal ? principal.principal().toString() : "";
    }
}
