package fr.bleu.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.store.Key;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthorizerTest {

    private static final UUID READER = UUID.fromString("acdd72a7-3385-48ef-bd42-f606fba81ae7");
    private static final UUID CONTRIBUTOR = UUID.fromString("b24988ac-6180-42a0-ab88-20f7382dd24c");
    private static final UUID BLOB_READER = UUID.fromString("2a2b9908-6ea1-4ae2-8e65-a410df84e7d1");
    private static final Action GROUP_READ =
            Action.read("Microsoft.Resources/subscriptions/resourceGroups/read");
    private static final Action GROUP_WRITE =
            Action.write("Microsoft.Resources/subscriptions/resourceGroups/write");
    private static final String CONTAINERS =
            "Microsoft.Storage/storageAccounts/blobServices/containers/";
    private static final Action BLOB_READ = Action.dataRead(CONTAINERS + "blobs/read");
    private static final Action BLOB_WRITE = Action.dataWrite(CONTAINERS + "blobs/write");
    private static final Action CONTAINER_WRITE = Action.write(CONTAINERS + "write");

    private final World world = new World();
    private final World.Tenant a = world.tenant();
    private final World.Tenant b = world.tenant();
    private final UUID account = UUID.randomUUID();
    private final Scope accountScope = a.group("g").scope().child("providers/S/storageAccounts/x");
    private final Scope container = accountScope.child("blobServices/default/containers/c");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void nobodyIsUnauthenticatedEverywhere() {
        assertDenied(
                Denial.Reason.UNAUTHENTICATED,
                new Caller.Anonymous(World.ORIGIN),
                GROUP_READ,
                a.group("g"));
    }

    @Test
    void anOwnerPermitsEverythingOfTheControlPlaneAndNothingOfTheData() {
        assertPermitted(a.owner(), GROUP_WRITE, a.group("g"));
        assertPermitted(a.owner(), Actions.ROLE_ASSIGN, a.group("g"));
        assertDenied(Denial.Reason.NOT_PERMITTED, a.owner(), BLOB_READ, blob("b"));
    }

    @Test
    void theSelfRuleReachesNoAccountsRecords() {
        Target account = Target.in(a.id(), this.account, Scope.of(""));
        assertDenied(
                Denial.Reason.NOT_PERMITTED,
                new Caller.Principal(
                        a.id(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        Strength.SECRET,
                        World.ORIGIN),
                Actions.OPERATION_END,
                account);
    }

    @Test
    void anotherTenantsOwnerIsNobodyHere() {
        assertDenied(Denial.Reason.WRONG_TENANT, b.owner(), GROUP_READ, a.group("g"));
        assertDenied(Denial.Reason.WRONG_TENANT, b.owner(), Actions.SIGN_IN, a.root());
        assertDenied(
                Denial.Reason.WRONG_TENANT,
                World.accountKey(b, account, accountScope),
                BLOB_READ,
                blob("b"));
        assertDenied(
                Denial.Reason.WRONG_TENANT,
                World.shared(b, account, container, Set.of(BLOB_READ), Set.of()),
                BLOB_READ,
                blob("b"));
    }

    @Test
    void aPrincipalWithTheIdsOfAnotherTenantsOwnerHasNoRoleHere() {
        Caller.Principal twin =
                new Caller.Principal(
                        b.id(),
                        a.owner().principal(),
                        a.owner().application(),
                        Strength.SECRET,
                        World.ORIGIN);
        assertDenied(Denial.Reason.NOT_PERMITTED, twin, GROUP_READ, b.group("g"));
    }

    @Test
    void aRoleReachesItsScopeAndWhatIsBelowAndNothingBeside() {
        Caller reader = world.with(a, READER, a.group("G").scope());
        assertPermitted(reader, GROUP_READ, a.group("g"));
        assertPermitted(reader, GROUP_READ, Target.of(a.id(), a.group("g").scope().child("x/y")));
        assertDenied(Denial.Reason.NOT_PERMITTED, reader, GROUP_READ, a.group("g2"));
        assertDenied(
                Denial.Reason.NOT_PERMITTED,
                reader,
                GROUP_READ,
                Target.of(a.id(), a.subscription()));
        assertDenied(Denial.Reason.NOT_PERMITTED, reader, GROUP_WRITE, a.group("g"));
    }

    @Test
    void whatARoleSubtractsItDoesNotPermitButAnotherRoleMay() {
        Scope group = a.group("g").scope();
        Caller.Principal contributor = world.with(a, CONTRIBUTOR, group);
        assertPermitted(contributor, GROUP_WRITE, a.group("g"));
        assertDenied(Denial.Reason.NOT_PERMITTED, contributor, Actions.ROLE_ASSIGN, a.group("g"));
        world.assign(a, contributor, BuiltInRoles.OWNER, group);
        assertPermitted(contributor, Actions.ROLE_ASSIGN, a.group("g"));
    }

    @Test
    void dataActionsAndActionsAreApart() {
        Caller reader = world.with(a, BLOB_READER, container);
        assertPermitted(reader, BLOB_READ, blob("b"));
        assertDenied(Denial.Reason.NOT_PERMITTED, reader, Action.read(BLOB_READ.name()), blob("b"));
        assertDenied(Denial.Reason.NOT_PERMITTED, reader, BLOB_WRITE, blob("b"));
    }

    @Test
    void everyPrincipalMaySignInToItsOwnTenantByTheSelfRule() {
        Caller.Principal anyone = World.principal(a.id());
        Permit permit = world.trust.authorizer().permit(anyone, Actions.SIGN_IN, a.root());
        assertEquals("self", permit.rule());
    }

    @Test
    void anAccountKeyOpensItsAccountsDataAndContainersAndNothingElse() {
        Caller key = World.accountKey(a, account, accountScope);
        assertPermitted(key, BLOB_WRITE, blob("b"));
        assertPermitted(key, CONTAINER_WRITE, blob("b"));
        assertDenied(
                Denial.Reason.NOT_PERMITTED,
                key,
                Action.read("Microsoft.Storage/storageAccounts/listKeys/action"),
                Target.in(a.id(), account, accountScope));
        assertDenied(
                Denial.Reason.NOT_PERMITTED,
                key,
                BLOB_READ,
                Target.in(a.id(), account, a.group("g").scope().child("other")));
        assertDenied(
                Denial.Reason.NOT_PERMITTED,
                key,
                BLOB_READ,
                Target.in(a.id(), UUID.randomUUID(), container));
    }

    @Test
    void aSignatureOpensWhatItNamesAndCarriesItsObligations() {
        Caller shared =
                World.shared(
                        a,
                        account,
                        container.item("b"),
                        Set.of(BLOB_WRITE),
                        Set.of(Obligation.CREATE_ONLY));
        Permit permit = world.trust.authorizer().permit(shared, BLOB_WRITE, blob("b"));
        assertEquals(Set.of(Obligation.CREATE_ONLY), permit.obligations());
        assertDenied(Denial.Reason.NOT_PERMITTED, shared, BLOB_READ, blob("b"));
        assertDenied(Denial.Reason.NOT_PERMITTED, shared, BLOB_WRITE, blob("B"));
        assertDenied(
                Denial.Reason.NOT_PERMITTED,
                shared,
                BLOB_WRITE,
                Target.in(a.id(), account, container));
        assertDenied(
                Denial.Reason.NOT_PERMITTED,
                shared,
                BLOB_WRITE,
                Target.in(a.id(), UUID.randomUUID(), container.item("b")));
    }

    @Test
    void theOperatorHasAShortListOnThePlatformAndNoTenantsData() {
        Target platform = Target.of(Key.PLATFORM, Scope.of(""));
        assertPermitted(World.OPERATOR, Actions.STATUS, platform);
        assertPermitted(World.OPERATOR, Actions.LEDGER_EXPORT, platform);
        assertDenied(Denial.Reason.NOT_PERMITTED, World.OPERATOR, GROUP_READ, platform);
        assertDenied(Denial.Reason.NOT_PERMITTED, World.OPERATOR, GROUP_READ, a.group("g"));
        assertDenied(Denial.Reason.NOT_PERMITTED, World.OPERATOR, Actions.STATUS, a.root());
        assertDenied(
                Denial.Reason.NOT_PERMITTED,
                World.OPERATOR,
                Actions.STATUS,
                Target.in(Key.PLATFORM, a.id(), Scope.of("")));
    }

    @Test
    void anOwnerIsNoOperator() {
        assertDenied(Denial.Reason.NOT_PERMITTED, a.owner(), Actions.LEDGER_EXPORT, a.root());
        assertDenied(
                Denial.Reason.WRONG_TENANT,
                a.owner(),
                Actions.LEDGER_EXPORT,
                Target.of(Key.PLATFORM, Scope.of("")));
        Caller.Principal ofPlatform = World.principal(Key.PLATFORM);
        assertDenied(
                Denial.Reason.WRONG_TENANT,
                ofPlatform,
                Actions.SIGN_IN,
                Target.of(Key.PLATFORM, Scope.of("")));
    }

    @Test
    void aPlaceThatThePolicyDoesNotNameIsRefusedByItsRule() {
        assertPermitted(a.owner(), GROUP_WRITE, a.group("g").placed("France Central"));
        Denial denial =
                assertDenied(
                        Denial.Reason.POLICY,
                        a.owner(),
                        GROUP_WRITE,
                        a.group("g").placed("eastus"));
        assertEquals(SovereigntyPolicy.RULE_PLACE, denial.rule());
    }

    @Test
    void nobodysReadsArePermittedWhereDataIsOpenAndThePolicyAllowsIt() {
        Caller anyone = new Caller.Anonymous(World.ORIGIN);
        Denial denial = assertDenied(Denial.Reason.POLICY, anyone, BLOB_READ, blob("b").opened());
        assertEquals(SovereigntyPolicy.RULE_PUBLIC, denial.rule());
        assertDenied(Denial.Reason.POLICY, a.owner(), GROUP_WRITE, a.group("g").opened());
        try (World open = World.withPublicData()) {
            Authorizer authorizer = open.trust.authorizer();
            Permit permit = authorizer.permit(anyone, BLOB_READ, blob("b").opened());
            assertEquals("public", permit.rule());
            assertInstanceOf(Denial.class, authorizer.decide(anyone, BLOB_READ, blob("b")));
            assertInstanceOf(
                    Denial.class, authorizer.decide(anyone, BLOB_WRITE, blob("b").opened()));
            // The policy is read from what was signed, not from how the platform is started.
            assertTrue(open.trust.policy().allowsPublicData());
        }
    }

    @Test
    void aDelegationMayWhatItsSignerMayNowAndNoMore() {
        Caller.Principal signer = World.principal(a.id());
        Caller delegated =
                new Caller.Delegated(
                        a.id(),
                        signer.principal(),
                        account,
                        container,
                        Map.of(BLOB_READ, BLOB_READ, GROUP_READ, BLOB_READ),
                        World.ORIGIN,
                        Optional.empty());
        assertEquals(
                "bleu.role",
                assertDenied(Denial.Reason.NOT_PERMITTED, delegated, BLOB_READ, blob("b")).rule());
        assertEquals(
                "bleu.sas",
                assertDenied(Denial.Reason.NOT_PERMITTED, delegated, BLOB_WRITE, blob("b")).rule());
        assertDenied(
                Denial.Reason.NOT_PERMITTED,
                delegated,
                BLOB_READ,
                Target.in(a.id(), UUID.randomUUID(), container));
        assertDenied(
                Denial.Reason.WRONG_TENANT,
                delegated,
                BLOB_READ,
                Target.in(b.id(), account, container));
    }

    @Test
    void aRefusalThatIsRecordedThrowsWhatWasDecided() {
        DeniedException denied =
                assertThrows(
                        DeniedException.class,
                        () -> world.trust.authorizer().permit(b.owner(), GROUP_READ, a.group("g")));
        assertEquals(Denial.Reason.WRONG_TENANT, denied.denial().reason());
    }

    private Target blob(String name) {
        return Target.in(a.id(), account, container.item(name));
    }

    private void assertPermitted(Caller caller, Action action, Target target) {
        assertInstanceOf(Permit.class, world.trust.authorizer().decide(caller, action, target));
    }

    private Denial assertDenied(Denial.Reason reason, Caller caller, Action action, Target target) {
        Denial denial =
                assertInstanceOf(
                        Denial.class, world.trust.authorizer().decide(caller, action, target));
        assertEquals(reason, denial.reason());
        return denial;
    }
}
