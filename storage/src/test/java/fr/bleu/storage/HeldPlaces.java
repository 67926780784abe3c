package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Action;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Containers of {@code acct} with policies and legal holds of each kind, and one blob in each. */
final class HeldPlaces {
    static final String UNTIL = "Wed, 25 Nov 2026 12:00:00 GMT";

    /** What holds the blob. */
    enum Kind {
        LOCKED_VERSION,
        VERSION_ON_LEGAL_HOLD,
        LOCKED_CONTAINER,
        CONTAINER_ON_LEGAL_HOLD,
        LOCKED_PAST_VERSION,
        PAST_VERSION_ON_LEGAL_HOLD,
        LOCKED_SNAPSHOT
    }

    /**
     * A blob that is held, as its record was.
     *
     * @param moment the parameter that names it; empty for the blob as it stands
     */
    record Place(Kind kind, String container, UUID incarnation, Blob blob, String moment) {
        String target() {
            return "/" + container + "/b";
        }
    }

    private final World world;
    private int made;

    HeldPlaces(World world) {
        this.world = world;
        world.grant(world.owner, "Storage Blob Data Owner", Scope.of(""));
        versioning(true);
    }

    void versioning(boolean kept) {
        Account account = world.account("acct");
        ServiceSettings service = new ServiceSettings(kept, 0, false, 0);
        Account changed = account.withSettings(account.settings().withService(service));
        Draft draft =
                new Draft()
                        .put(
                                AccountRecord.key(account.id()),
                                AccountRecord.encode(changed, world.keys.tenant(world.tenant)));
        World.committed(
                world.trust.commits().commit(world.management.onAccount("acct", "write"), draft));
    }

    /** Leave to change a container's policies, as its tenant's owner. */
    Permit permit(String container) {
        return world.trust
                .authorizer()
                .permit(
                        world.owner,
                        Action.write(
                                "Microsoft.Storage/storageAccounts/blobServices/containers/"
                                        + "immutabilityPolicies/write"),
                        Target.in(
                                world.tenant,
                                world.account("acct").id(),
                                ContainerTarget.scope(world.accountScope("acct"), container)));
    }

    String container() {
        String name = "held" + made++;
        assertEquals(201, world.send("PUT", "/" + name + "?restype=container").status());
        return name;
    }

    /** A container whose versions are held one by one. */
    String versioned() {
        String name = "held" + made++;
        world.storage
                .containers()
                .create(
                        permit(name),
                        Metadata.EMPTY,
                        PublicAccess.NONE,
                        true,
                        ContainerEncryption.ACCOUNT);
        return name;
    }

    Place make(Kind kind) {
        String container =
                switch (kind) {
                    case LOCKED_VERSION,
                            VERSION_ON_LEGAL_HOLD,
                            LOCKED_PAST_VERSION,
                            PAST_VERSION_ON_LEGAL_HOLD,
                            LOCKED_SNAPSHOT ->
                            versioned();
                    case LOCKED_CONTAINER, CONTAINER_ON_LEGAL_HOLD -> container();
                };
        FakeRequest put =
                world.request("PUT", "/" + container + "/b")
                        .with("x-ms-blob-type", "BlockBlob")
                        .with("x-ms-meta-a", "1")
                        .body("content");
        switch (kind) {
            case LOCKED_VERSION ->
                    put.with("x-ms-immutability-policy-until-date", UNTIL)
                            .with("x-ms-immutability-policy-mode", "Locked");
            case VERSION_ON_LEGAL_HOLD -> put.with("x-ms-legal-hold", "true");
            case LOCKED_CONTAINER, CONTAINER_ON_LEGAL_HOLD -> hold(kind, container);
            case LOCKED_PAST_VERSION, PAST_VERSION_ON_LEGAL_HOLD, LOCKED_SNAPSHOT -> {
                // Held when it is one.
            }
        }
        Answer made = world.send(put);
        assertEquals("201", World.outcome(made));
        String moment = past(kind, container, made);
        UUID incarnation = found(container).orElseThrow().incarnation();
        return new Place(kind, container, incarnation, held(incarnation), moment);
    }

    /** The one that is held itself, or the only one. */
    private Blob held(UUID incarnation) {
        List<Blob> states = states(incarnation);
        return states.stream().filter(HeldPlaces::isHeld).findFirst().orElse(states.getFirst());
    }

    private static boolean isHeld(Blob blob) {
        return blob.traits().legalHold() || blob.traits().immutability().isPresent();
    }

    /** Makes what stands there what it was, and holds that. */
    private String past(Kind kind, String container, Answer made) {
        String blob = "/" + container + "/b";
        String version = "versionid=" + World.header(made, "x-ms-version-id");
        return switch (kind) {
            case LOCKED_VERSION, VERSION_ON_LEGAL_HOLD, LOCKED_CONTAINER, CONTAINER_ON_LEGAL_HOLD ->
                    "";
            case LOCKED_PAST_VERSION -> {
                world.put(blob, new byte[] {1});
                yield locked(blob, version);
            }
            case PAST_VERSION_ON_LEGAL_HOLD -> {
                world.put(blob, new byte[] {1});
                FakeRequest hold = world.request("PUT", blob + "?comp=legalhold&" + version);
                hold.with("x-ms-legal-hold", "true");
                assertEquals("200", World.outcome(world.send(hold)));
                yield version;
            }
            case LOCKED_SNAPSHOT -> {
                Answer taken = world.send("PUT", blob + "?comp=snapshot");
                yield locked(blob, "snapshot=" + World.header(taken, "x-ms-snapshot"));
            }
        };
    }

    private String locked(String blob, String moment) {
        FakeRequest policy =
                world.request("PUT", blob + "?comp=immutabilityPolicies&" + moment)
                        .with("x-ms-immutability-policy-until-date", UNTIL)
                        .with("x-ms-immutability-policy-mode", "Locked");
        assertEquals("200", World.outcome(world.send(policy)));
        return moment;
    }

    /** Holds the whole container. */
    void hold(Kind kind, String container) {
        ContainerPolicies policies = world.storage.containerPolicies();
        Permit permit = permit(container);
        switch (kind) {
            case LOCKED_CONTAINER -> {
                policies.set(permit, 2, Optional.empty());
                policies.lock(permit, Optional.empty());
            }
            case CONTAINER_ON_LEGAL_HOLD -> policies.setHolds(permit, List.of("case17"));
            case LOCKED_VERSION,
                    VERSION_ON_LEGAL_HOLD,
                    LOCKED_PAST_VERSION,
                    PAST_VERSION_ON_LEGAL_HOLD,
                    LOCKED_SNAPSHOT ->
                    throw new IllegalArgumentException("not of containers");
        }
    }

    Optional<Container> found(String container) {
        ContainerTarget place =
                new ContainerTarget(world.tenant, world.account("acct").id(), container);
        return world.trust
                .records()
                .get(place.key())
                .map(stored -> Container.decode(container, stored.value()));
    }

    /** All that there is of a container's blobs, what they were included. */
    private List<Blob> states(UUID incarnation) {
        UUID account = world.account("acct").id();
        List<Blob> states = new java.util.ArrayList<>();
        for (Stored stored :
                world.trust
                        .records()
                        .scanPrefix(Key.of(account, Tables.BLOB).id(incarnation), 100)) {
            states.add(Blob.decode(stored.value()));
        }
        for (Stored stored :
                world.trust
                        .records()
                        .scanPrefix(Key.of(account, Tables.HISTORY).id(incarnation), 100)) {
            states.add(PastBlob.decode(stored.value()).blob());
        }
        return states;
    }

    /** Whether what is held is as it was, and as long held. */
    boolean isIntact(Place place) {
        Optional<Container> container = found(place.container());
        boolean there =
                container
                        .filter(it -> it.incarnation().equals(place.incarnation()))
                        .filter(it -> isStillHeld(place, it))
                        .isPresent();
        return there && states(place.incarnation()).stream().anyMatch(it -> isSame(place, it));
    }

    private static boolean isStillHeld(Place place, Container container) {
        ContainerImmutability now = container.traits().immutability();
        return switch (place.kind()) {
            case LOCKED_VERSION,
                    VERSION_ON_LEGAL_HOLD,
                    LOCKED_PAST_VERSION,
                    PAST_VERSION_ON_LEGAL_HOLD,
                    LOCKED_SNAPSHOT ->
                    now.ofVersions();
            case LOCKED_CONTAINER ->
                    now.policy().filter(it -> it.locked() && it.days() >= 2).isPresent();
            case CONTAINER_ON_LEGAL_HOLD -> now.hasHold("case17");
        };
    }

    private static boolean isSame(Place place, Blob blob) {
        Blob old = place.blob();
        boolean asLong =
                old.traits()
                        .immutability()
                        .map(it -> it.allows(blob.traits().immutability()))
                        .orElse(true);
        return asLong
                && (!old.traits().legalHold() || blob.traits().legalHold())
                && old.created().equals(blob.created())
                && old.metadata().equals(blob.metadata())
                && java.util.Arrays.equals(
                        ((Content.Inline) old.content()).sealed(),
                        blob.content() instanceof Content.Inline inline
                                ? inline.sealed()
                                : new byte[0]);
    }
}
