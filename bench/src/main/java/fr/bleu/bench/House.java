package fr.bleu.bench;

import fr.bleu.http.Domains;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Request;
import fr.bleu.http.Site;
import fr.bleu.identity.Identity;
import fr.bleu.keys.Keys;
import fr.bleu.keys.RootKey;
import fr.bleu.storage.AccountKeys;
import fr.bleu.storage.AccountRules;
import fr.bleu.storage.Accounts;
import fr.bleu.storage.BlobAccess;
import fr.bleu.storage.Callers;
import fr.bleu.store.Key;
import fr.bleu.store.Store;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import fr.bleu.trust.Action;
import fr.bleu.trust.Actions;
import fr.bleu.trust.BuiltInRoles;
import fr.bleu.trust.Caller;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Origin;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Place;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Strength;
import fr.bleu.trust.Target;
import fr.bleu.trust.Trust;
import fr.bleu.trust.TrustConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stations of the path, wired in this process over RocksDB, with one tenant and account. */
final class House implements AutoCloseable {

    private static final String ACCOUNT = "benchaccount";
    private static final Origin ORIGIN = new Origin("127.0.0.1", "bench");

    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final UUID tenant = UUID.randomUUID();
    private final UUID accountId = UUID.randomUUID();
    private final Path folder;
    private final RootKey root;
    private final Store store;
    private final Keys keys;
    private final Trust trust;
    private final Callers callers;
    private final BlobAccess access;
    private final Endpoint endpoint;

    House() throws IOException {
        folder = Files.createTempDirectory("bleu-house-");
        root = RootKey.generate(random);
        store = Stores.rocksdb(folder.resolve("store"), StoreOptions.of(clock));
        keys = Keys.open(store, root, clock, random);
        trust =
                Trust.open(
                        new TrustConfig(
                                store,
                                keys,
                                clock,
                                random,
                                "bleu.localhost/bench/stamp1",
                                1,
                                List.of(new Place("francecentral", "FR", "bench")),
                                Optional.empty(),
                                checkpoint -> {}));
        Accounts accounts = new Accounts(trust.records(), trust.names(), keys);
        Identity identity = Identity.open(trust, keys, Domains.at(8443), clock, random);
        callers = new Callers(accounts, identity.bearer(), clock);
        access = new BlobAccess(accounts, trust.authorizer());
        endpoint = new Endpoint(8443, null, ACCOUNT, make(accounts));
    }

    /** Makes tenant and account; the account's first key. */
    private byte[] make(Accounts accounts) {
        Caller.Principal owner =
                new Caller.Principal(
                        tenant, UUID.randomUUID(), UUID.randomUUID(), Strength.CERTIFICATE, ORIGIN);
        makeTenant(owner);
        AccountKeys accountKeys =
                new AccountKeys(accounts, trust.commits(), trust.names(), keys, random, clock);
        Draft draft = new Draft();
        accountKeys.create(draft, tenant, accountId, ACCOUNT, scope(), AccountRules.DEFAULT);
        commit(on(owner, "write"), draft);
        return accountKeys.list(on(owner, "listkeys/action")).keys().getFirst().secret();
    }

    private void makeTenant(Caller.Principal owner) {
        Permit permit =
                trust.authorizer()
                        .permit(
                                new Caller.Operator("bench", ORIGIN),
                                Actions.TENANT_CREATE,
                                Target.in(Key.PLATFORM, tenant, Scope.of("")));
        Draft draft = new Draft().writes(keys.newTenantKey(tenant)).check(Keys.noTenantKey(tenant));
        trust.roles()
                .first(
                        draft,
                        tenant,
                        new RoleAssignments.Wanted(
                                UUID.randomUUID(),
                                owner.principal(),
                                "ServicePrincipal",
                                BuiltInRoles.OWNER),
                        Scope.of(""));
        commit(permit, draft);
    }

    private Permit on(Caller caller, String action) {
        return trust.authorizer()
                .permit(
                        caller,
                        Action.write("Microsoft.Storage/storageAccounts/" + action),
                        Target.in(tenant, accountId, scope()));
    }

    private void commit(Permit permit, Draft draft) {
        if (!(trust.commits().commit(permit, draft) instanceof CommitResult.Committed)) {
            throw new IllegalStateException("what is measured could not be set up");
        }
    }

    private Scope scope() {
        return Scope.of(
                "/subscriptions/"
                        + tenant
                        + "/resourceGroups/bench/providers/Microsoft.Storage/storageAccounts/"
                        + ACCOUNT);
    }

    /** A signed Put Blob as the http floor hands it on. */
    Request request(String blob) {
        String head =
                new String(new Requests(endpoint).put(blob, 4_096), StandardCharsets.US_ASCII);
        String[] lines = head.split("\r\n");
        String[] first = lines[0].split(" ");
        FakeRequest request = new FakeRequest(Site.BLOB, first[0], first[1]).pathStyle(ACCOUNT);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            request.with(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        return request;
    }

    /** The first station. */
    Caller caller(Request request, String blob) {
        try {
            return callers.find(request, "bench", blob);
        } catch (fr.bleu.identity.InvalidTokenException e) {
            throw new IllegalStateException("no token was shown", e);
        }
    }

    /** The second. */
    Permit permit(Caller caller, String blob) {
        return access.put(ACCOUNT, caller, "bench", blob);
    }

    /** The entry: sealed and committed, durable. */
    Commits commits() {
        return trust.commits();
    }

    @Override
    public void close() throws IOException {
        trust.close();
        keys.close();
        store.close();
        root.close();
        Folders.delete(folder);
    }
}
