package fr.bleu.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Json;
import fr.bleu.http.Router;
import fr.bleu.http.Site;
import fr.bleu.keys.Keys;
import fr.bleu.keys.RootKey;
import fr.bleu.store.Key;
import fr.bleu.store.Store;
import fr.bleu.store.disk.SimulatedDisk;
import fr.bleu.store.embedded.StoreOptions;
import fr.bleu.store.embedded.Stores;
import fr.bleu.trust.Actions;
import fr.bleu.trust.ActivityLog;
import fr.bleu.trust.BuiltInRoles;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Origin;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Place;
import fr.bleu.trust.RoleAssignment;
import fr.bleu.trust.RoleAssignments;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Strength;
import fr.bleu.trust.Target;
import fr.bleu.trust.Trust;
import fr.bleu.trust.TrustConfig;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import tools.jackson.databind.JsonNode;

/** A platform in memory up to this floor, with one tenant and its administrator. */
final class World implements AutoCloseable {
    static final Domains DOMAINS = Domains.at(8443);
    static final Origin ORIGIN = new Origin("192.0.2.7", "00000000-0000-0000-0000-0000000000aa");

    /** Key pairs that tests share, because making them takes long. */
    static final KeyPair RSA = pair("RSA", 2048);

    static final KeyPair OTHER_RSA = pair("RSA", 2048);
    static final KeyPair EC = pair("EC", 256);
    private static final List<KeyPair> SIGNING =
            List.of(pair("RSA", 2048), pair("RSA", 2048), pair("RSA", 2048));

    /** Stands still until it is moved. */
    static final class TestClock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }
    }

    final TestClock clock = new TestClock();
    final SecureRandom random = new SecureRandom();
    final Store store = Stores.memory(new SimulatedDisk(1), StoreOptions.of(clock));
    final RootKey root = RootKey.generate(random);
    final Keys keys = Keys.open(store, root, clock, random);
    final Trust trust =
            Trust.open(
                    new TrustConfig(
                            store,
                            keys,
                            clock,
                            random,
                            "bleu.localhost/test/stamp1",
                            1,
                            List.of(new Place("francecentral", "FR", "Exploitant SAS")),
                            Optional.empty(),
                            _ -> {}));
    final Identity identity = open();
    final Router router = new Router(identity.protocols(), identity.routes());
    final TenantCreation home = tenant("Home", true);

    private Identity open() {
        Deque<KeyPair> pairs = new ArrayDeque<>(SIGNING);
        return Identity.open(trust, keys, DOMAINS, clock, random, pairs::pop);
    }

    /** The platform after a restart: the same store, nothing remembered. */
    Identity reopened() {
        return Identity.open(
                trust,
                keys,
                DOMAINS,
                clock,
                random,
                () -> {
                    throw new AssertionError("no new signing key is due");
                });
    }

    TenantCreation tenant(String name, boolean isHome) {
        TenantCreation creation = TenantCreation.fresh(name, isHome, certificate(RSA), random);
        TenantCreation owned =
                creation.and(
                        draft ->
                                trust.roles()
                                        .first(
                                                draft,
                                                creation.tenant(),
                                                new RoleAssignments.Wanted(
                                                        UUID.randomUUID(),
                                                        creation.servicePrincipalId(),
                                                        RoleAssignment.SERVICE_PRINCIPAL,
                                                        BuiltInRoles.OWNER),
                                                Scope.of("")));
        identity.tenants().create(operatorsPermit(owned), owned);
        return owned;
    }

    Permit operatorsPermit(TenantCreation creation) {
        return trust.authorizer()
                .permit(
                        new Caller.Operator("root", ORIGIN),
                        Actions.TENANT_CREATE,
                        Tenants.target(creation));
    }

    Caller.Principal owner() {
        return new Caller.Principal(
                home.tenant(),
                home.servicePrincipalId(),
                home.appId(),
                Strength.CERTIFICATE,
                ORIGIN);
    }

    Permit permit(fr.bleu.trust.Action action) {
        return trust.authorizer().permit(owner(), action, Target.of(home.tenant(), Scope.of("")));
    }

    /** Another application of the home tenant, with its service principal. */
    record App(Application application, ServicePrincipal principal) {
        String id() {
            return application.appId().toString();
        }
    }

    App app(String name) {
        Application application =
                identity.directory()
                        .createApplication(
                                permit(DirectoryActions.APPLICATION_WRITE), name, List.of())
                        .value();
        return new App(
                application,
                identity.directory()
                        .createServicePrincipal(
                                permit(DirectoryActions.SERVICE_PRINCIPAL_WRITE),
                                application.appId(),
                                true)
                        .value());
    }

    String secret(App app) {
        return identity.directory()
                .addPassword(
                        permit(DirectoryActions.APPLICATION_WRITE),
                        app.application().objectId(),
                        "test",
                        clock.instant(),
                        clock.instant().plus(Duration.ofDays(30)))
                .value()
                .text();
    }

    void assign(UUID principal, UUID role) {
        Permit permit = permit(Actions.ROLE_ASSIGN);
        trust.roles()
                .assign(
                        permit,
                        new RoleAssignments.Wanted(
                                UUID.randomUUID(),
                                principal,
                                RoleAssignment.SERVICE_PRINCIPAL,
                                role));
    }

    /** A request to the home tenant's token endpoint. */
    FakeRequest tokenRequest(Map<String, String> form) {
        return new FakeRequest(Site.LOGIN, "POST", "/" + home.tenant() + "/oauth2/v2.0/token")
                .with("Content-Type", "application/x-www-form-urlencoded")
                .origin(ORIGIN)
                .body(form(form));
    }

    static String form(Map<String, String> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) -> pairs.add(name + "=" + escape(value)));
        return String.join("&", pairs);
    }

    static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The administrator's token for a service, by certificate, over the wire. */
    String adminToken(String scope) {
        return token(
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        home.appId().toString(),
                        "scope",
                        scope,
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion",
                        assertion(home.appId())));
    }

    String secretToken(App app, String secret, String scope) {
        return token(
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        app.id(),
                        "scope",
                        scope,
                        "client_secret",
                        secret));
    }

    private String token(Map<String, String> form) {
        Answer answer = tokenRequest(form).answeredBy(router);
        if (answer.status() != 200) {
            throw new AssertionError(text(answer));
        }
        return json(answer).required("access_token").asString();
    }

    String adminIssuer(UUID tenant) {
        return DOMAINS.url(Site.LOGIN) + "/" + tenant + "/v2.0";
    }

    /** A good assertion by the administrator's certificate. */
    String assertion(UUID appId) {
        return assertion(appId, Map.of());
    }

    /** An assertion with other claims than a good one: JSON values by name. */
    String assertion(UUID appId, Map<String, String> otherClaims) {
        long now = clock.instant().getEpochSecond();
        Map<String, String> claims = new java.util.TreeMap<>();
        claims.put("iss", "\"" + appId + "\"");
        claims.put("sub", "\"" + appId + "\"");
        claims.put("aud", "\"" + endpoint() + "\"");
        claims.put("iat", Long.toString(now));
        claims.put("nbf", Long.toString(now));
        claims.put("exp", Long.toString(now + 600));
        claims.put("jti", "\"jti-1\"");
        claims.putAll(otherClaims);
        claims.values().removeIf(String::isEmpty);
        return sign(JWSAlgorithm.RS256, RSA.getPrivate(), Optional.empty(), claims);
    }

    String endpoint() {
        return "https://localhost:8443/" + home.tenant() + "/oauth2/v2.0/token";
    }

    @SuppressWarnings("deprecation") // SHA-1 thumbprints are under test
    static String sign(
            JWSAlgorithm algorithm,
            PrivateKey key,
            Optional<Base64URL> sha1Thumbprint,
            Map<String, String> claims) {
        List<String> members = new ArrayList<>();
        claims.forEach((name, value) -> members.add("\"" + name + "\":" + value));
        JWSHeader.Builder header = new JWSHeader.Builder(algorithm);
        sha1Thumbprint.ifPresent(header::x509CertThumbprint);
        JWSObject jws =
                new JWSObject(header.build(), new Payload("{" + String.join(",", members) + "}"));
        try {
            JWSSigner signer =
                    key instanceof ECPrivateKey ec ? new ECDSASigner(ec) : new RSASSASigner(key);
            jws.sign(signer);
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
        return jws.serialize();
    }

    FakeRequest graph(String token, String method, String target) {
        return new FakeRequest(Site.GRAPH, method, "/v1.0" + target)
                .origin(ORIGIN)
                .with("Authorization", "Bearer " + token);
    }

    List<ActivityLog.Activity> activities() {
        return trust.activityLog()
                .read(
                        permit(Actions.ACTIVITY_READ),
                        OptionalLong.empty(),
                        Instant.EPOCH,
                        Instant.parse("2100-01-01T00:00:00Z"),
                        1_000)
                .entries();
    }

    /** Everything that the store holds of an owner, keys and values, as text. */
    String dump(UUID owner) {
        StringBuilder dump = new StringBuilder();
        for (int table = 1; table < 256; table++) {
            Key prefix = Key.of(owner, fr.bleu.store.Table.of(table, "any"));
            for (var stored : store.scanPrefix(prefix, 10_000)) {
                dump.append(new String(stored.value(), StandardCharsets.ISO_8859_1)).append('\n');
            }
        }
        return dump.toString();
    }

    static JsonNode json(Answer answer) {
        return Json.parse(bytes(answer), "test");
    }

    static String text(Answer answer) {
        return new String(bytes(answer), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Answer answer) {
        return ((Answer.Body.Bytes) answer.body()).bytes();
    }

    static Optional<String> header(Answer answer, String name) {
        return answer.headers().all().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(fr.bleu.http.Headers.Header::value)
                .findFirst();
    }

    static X509Certificate certificate(KeyPair pair) {
        return certificate(
                pair, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2036-01-01T00:00:00Z"));
    }

    static X509Certificate certificate(KeyPair pair, Instant from, Instant to) {
        X500Principal name = new X500Principal("CN=test");
        String algorithm =
                pair.getPrivate() instanceof ECPrivateKey ? "SHA256withECDSA" : "SHA256withRSA";
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            new JcaX509v3CertificateBuilder(
                                            name,
                                            BigInteger.ONE,
                                            Date.from(from),
                                            Date.from(to),
                                            name,
                                            pair.getPublic())
                                    .build(
                                            new JcaContentSignerBuilder(algorithm)
                                                    .build(pair.getPrivate())));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        trust.close();
        keys.close();
        store.close();
    }
}
