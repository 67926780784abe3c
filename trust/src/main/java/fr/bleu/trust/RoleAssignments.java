package fr.bleu.trust;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Write;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A tenant's role assignments. Each change begins a new policy epoch and checks the one it was
 * decided in, so that changes of one tenant's roles follow one another.
 */
public final class RoleAssignments {

    /** Most assignments of a tenant: Azure's limit for a subscription. */
    public static final int MAX_PER_TENANT = 4_000;

    /** Most assignments that one draft drops. */
    public static final int MAX_PER_DRAFT = 400;

    private static final int TRIES = 5;

    private final TenantAccess access;
    private final Commits commits;
    private final InstantSource clock;

    RoleAssignments(TenantAccess access, Commits commits, InstantSource clock) {
        this.access = access;
        this.commits = commits;
        this.clock = clock;
    }

    /** Which assignments a list holds. */
    public enum Reach {
        /** ARM's {@code $filter=atScope()}. */
        AT_AND_ABOVE,
        /** ARM's default. */
        AT_ABOVE_AND_BELOW
    }

    /**
     * What is to be assigned.
     *
     * @param id the name that the client chose
     */
    public record Wanted(UUID id, UUID principal, String principalType, UUID role) {}

    /** An assignment that was removed. */
    public record Removed(RoleAssignment assignment, CommitResult.Committed committed) {}

    /**
     * Assignments around the permit's scope.
     *
     * @param principal only this principal's
     */
    public List<RoleAssignment> list(Permit permit, Reach reach, Optional<UUID> principal) {
        permit.require(Actions.ROLE_READ);
        Scope here = permit.target().scope();
        return access.of(permit.target().tenant()).all().stream()
                .filter(it -> principal.isEmpty() || principal.get().equals(it.principal()))
                .filter(
                        it ->
                                it.scope().contains(here)
                                        || (reach == Reach.AT_ABOVE_AND_BELOW
                                                && here.contains(it.scope())))
                .toList();
    }

    /**
     * A principal's own assignments: what it may be told without a permit, so that lists can show
     * it the way down to what it may read.
     */
    public List<RoleAssignment> ofCaller(Caller.Principal caller) {
        return List.copyOf(access.of(caller.tenant()).grantsOf(caller.principal()));
    }

    /** The assignment of this name at exactly the permit's scope. */
    public Optional<RoleAssignment> get(Permit permit, UUID id) {
        permit.require(Actions.ROLE_READ);
        return at(permit, access.of(permit.target().tenant()), id);
    }

    /** Assigns at the permit's scope. */
    public AssignResult assign(Permit permit, Wanted wanted) {
        permit.require(Actions.ROLE_ASSIGN);
        if (BuiltInRoles.find(wanted.role()).isEmpty()) {
            return new AssignResult.UnknownRole();
        }
        UUID tenant = permit.target().tenant();
        for (int i = 0; i < TRIES; i++) {
            TenantAccess.State state = access.of(tenant);
            Optional<AssignResult> known = known(state, permit, wanted);
            if (known.isPresent()) {
                return known.get();
            }
            RoleAssignment made = make(permit, wanted);
            Draft draft = new Draft();
            put(draft, tenant, made, state.epoch());
            describe(draft, made);
            if (commits.commit(permit, draft) instanceof CommitResult.Committed committed) {
                return new AssignResult.Assigned(made, committed);
            }
        }
        throw new UnavailableException("the tenant's roles keep changing");
    }

    /** Removes the assignment of this name at exactly the permit's scope; empty if none is. */
    public Optional<Removed> remove(Permit permit, UUID id) {
        permit.require(Actions.ROLE_REMOVE);
        UUID tenant = permit.target().tenant();
        for (int i = 0; i < TRIES; i++) {
            TenantAccess.State state = access.of(tenant);
            Optional<RoleAssignment> found = at(permit, state, id);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Draft draft = new Draft();
            drop(draft, tenant, found.get(), state.epoch());
            describe(draft, found.get());
            if (commits.commit(permit, draft) instanceof CommitResult.Committed committed) {
                return Optional.of(new Removed(found.get(), committed));
            }
        }
        throw new UnavailableException("the tenant's roles keep changing");
    }

    /**
     * Gives a principal a role in the draft that creates its tenant; also begins the tenant's first
     * policy epoch, so every tenant is created with it.
     *
     * @param tenant the new tenant: the owner of the {@link Actions#TENANT_CREATE} permit's target
     */
    public void first(Draft draft, UUID tenant, Wanted wanted, Scope scope) {
        RoleAssignment made =
                new RoleAssignment(
                        wanted.id(),
                        scope,
                        wanted.principal(),
                        wanted.principalType(),
                        wanted.role(),
                        clock.instant(),
                        "operator");
        put(draft, tenant, made, new Check.Absent(TenantAccess.epochKey(tenant)));
        describe(draft, made);
    }

    /**
     * Drops a principal's assignments in the draft that deletes it.
     *
     * @return whether the draft drops them all; if not, commit and call again with a new draft
     */
    public boolean dropOf(Draft draft, UUID tenant, UUID principal) {
        return drop(draft, tenant, it -> it.principal().equals(principal));
    }

    /**
     * Drops the assignments at and below a scope in the draft that deletes what is there, so that
     * whoever makes another of the same name does not inherit them.
     *
     * @return whether the draft drops them all; if not, commit and call again with a new draft
     */
    public boolean dropUnder(Draft draft, UUID tenant, Scope scope) {
        return drop(draft, tenant, it -> scope.contains(it.scope()));
    }

    private boolean drop(Draft draft, UUID tenant, Predicate<RoleAssignment> which) {
        TenantAccess.State state = access.of(tenant);
        List<RoleAssignment> found = state.all().stream().filter(which).toList();
        for (RoleAssignment each : found.stream().limit(MAX_PER_DRAFT).toList()) {
            drop(draft, tenant, each, state.epoch());
        }
        return found.size() <= MAX_PER_DRAFT;
    }

    private static Optional<AssignResult> known(
            TenantAccess.State state, Permit permit, Wanted wanted) {
        String path = permit.target().scope().key();
        List<RoleAssignment> all = state.all();
        for (RoleAssignment each : all) {
            boolean same =
                    each.scope().key().equals(path)
                            && each.principal().equals(wanted.principal())
                            && each.role().equals(wanted.role());
            if (each.id().equals(wanted.id())) {
                return Optional.of(
                        same ? new AssignResult.Same(each) : new AssignResult.NameTaken());
            }
            if (same) {
                return Optional.of(new AssignResult.Exists(each.id()));
            }
        }
        return all.size() < MAX_PER_TENANT
                ? Optional.empty()
                : Optional.of(new AssignResult.TooMany());
    }

    private RoleAssignment make(Permit permit, Wanted wanted) {
        return new RoleAssignment(
                wanted.id(),
                Scope.of(permit.target().scope().path()),
                wanted.principal(),
                wanted.principalType(),
                wanted.role(),
                clock.instant(),
                Who.of(permit.caller()).id());
    }

    private static Optional<RoleAssignment> at(Permit permit, TenantAccess.State state, UUID id) {
        String path = permit.target().scope().key();
        return state.all().stream()
                .filter(it -> it.id().equals(id) && it.scope().key().equals(path))
                .findFirst();
    }

    private static void put(Draft draft, UUID tenant, RoleAssignment made, Check epoch) {
        begin(draft, tenant, epoch);
        draft.own(tenant, new Write.Put(key(tenant, made.id()), RoleAssignmentFormat.write(made)));
    }

    private static void drop(Draft draft, UUID tenant, RoleAssignment gone, Check epoch) {
        begin(draft, tenant, epoch);
        draft.own(tenant, new Write.Delete(key(tenant, gone.id())));
    }

    private static void begin(Draft draft, UUID tenant, Check epoch) {
        if (!draft.checks().contains(epoch)) {
            draft.check(epoch);
            draft.own(tenant, TenantAccess.newEpoch(tenant));
        }
    }

    private static void describe(Draft draft, RoleAssignment assignment) {
        draft.detail("assignment", assignment.id().toString())
                .detail("principal", assignment.principal().toString())
                .detail("role", assignment.role().toString());
    }

    private static Key key(UUID tenant, UUID id) {
        return Key.of(tenant, Tables.ROLE_ASSIGNMENTS).id(id);
    }
}
