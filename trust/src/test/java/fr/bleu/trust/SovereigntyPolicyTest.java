package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Key;
import fr.bleu.store.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SovereigntyPolicyTest {

    private static final Action WRITE =
            Action.write("Microsoft.Resources/subscriptions/resourceGroups/write");

    private final World world = new World();
    private final World.Tenant tenant = world.tenant();
    private final World.Tenant other = world.tenant();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aTenantMayNarrowThePolicyForItselfAlone() {
        assertInstanceOf(TightenResult.Tightened.class, tighten(Set.of("France Central")));
        assertEquals(Optional.of(SovereigntyPolicy.RULE_NARROWED), refusal(tenant, "francesouth"));
        assertEquals(Optional.empty(), refusal(tenant, "francecentral"));
        assertEquals(Optional.empty(), refusal(other, "francesouth"));
    }

    @Test
    void aTenantNeverLoosensIt() {
        assertEquals(
                new TightenResult.WouldLoosen(Set.of("eastus")),
                tighten(Set.of("francecentral", "eastus")));
        assertInstanceOf(TightenResult.Tightened.class, tighten(Set.of("francecentral")));
        assertEquals(
                new TightenResult.WouldLoosen(Set.of("francesouth")),
                tighten(Set.of("francecentral", "francesouth")));
        assertEquals(new TightenResult.NothingLeft(), tighten(Set.of()));
        assertEquals(Set.of("francecentral"), world.trust.policy().regions(tenant.id()));
    }

    @Test
    void ofTwoNarrowingsAtOnceTheSecondDoesNotUndoTheFirst() {
        // The next entry is the narrowing's own, not that of an unwrap.
        world.keys.tenant(tenant.id());
        world.store.beforeNext(() -> tighten(Set.of("francesouth")));
        assertEquals(
                new TightenResult.WouldLoosen(Set.of("francecentral")),
                tighten(Set.of("francecentral")));
        assertEquals(Set.of("francesouth"), world.trust.policy().regions(tenant.id()));
    }

    @Test
    void aPermitFromBeforeTheNarrowingPlacesNothing() {
        Permit permit =
                world.trust
                        .authorizer()
                        .permit(tenant.owner(), WRITE, tenant.group("g").placed("francesouth"));
        tighten(Set.of("francecentral"));
        DeniedException denied =
                assertThrows(
                        DeniedException.class,
                        () ->
                                world.trust
                                        .commits()
                                        .commit(
                                                permit,
                                                new Draft()
                                                        .put(tenant.thing("x"), new byte[] {1})));
        assertEquals(SovereigntyPolicy.RULE_NARROWED, denied.denial().rule());
    }

    @Test
    void anAlteredPolicyIsRefusedAtStart() {
        Key key = Genesis.key(Tables.POLICY);
        String signed =
                new String(
                        Genesis.bytes(world.store.get(key)).orElseThrow(), StandardCharsets.UTF_8);
        String altered = signed.replace("francesouth", "eastus");
        assertTrue(!altered.equals(signed));
        Change change =
                new Change(
                        ChangeId.random(world.clock.millis(), world.random),
                        Key.PLATFORM,
                        List.of(),
                        List.of(
                                Genesis.put(
                                        Tables.POLICY, altered.getBytes(StandardCharsets.UTF_8))),
                        List.of());
        assertInstanceOf(Outcome.Committed.class, world.store.commit(change));
        assertThrows(
                TrustRefusedException.class,
                () -> Trust.open(world.config(Optional.empty())).close());
    }

    @Test
    void theOperatorIsShownWhatIsSignedAndTheKey() {
        Permit permit =
                world.trust
                        .authorizer()
                        .permit(
                                World.OPERATOR,
                                Actions.POLICY_SHOW,
                                Target.of(Key.PLATFORM, Scope.of("")));
        String shown = world.trust.policy().show(permit);
        assertTrue(shown.contains("bleu.place.allowed"), shown);
        assertTrue(shown.contains(World.STAMP + "/policy+"), shown);
        assertTrue(shown.contains("Exploitant SAS"), shown);
    }

    private TightenResult tighten(Set<String> regions) {
        Permit permit =
                world.trust
                        .authorizer()
                        .permit(tenant.owner(), Actions.POLICY_TIGHTEN, tenant.root());
        return world.trust.policy().tighten(permit, regions, world.trust.commits());
    }

    private Optional<String> refusal(World.Tenant who, String place) {
        return switch (world.trust
                .authorizer()
                .decide(who.owner(), WRITE, who.group("g").placed(place))) {
            case Permit _ -> Optional.empty();
            case Denial denial -> Optional.of(denial.rule());
        };
    }
}
