package fr.bleu.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import fr.bleu.http.Answer;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Signing in by certificate. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientAssertionsTest {
    private World world;
    private UUID appId;

    @BeforeAll
    void open() {
        world = new World();
        appId = world.home.appId();
    }

    @AfterAll
    void close() {
        world.close();
    }

    private Answer answer(UUID client, String assertion) {
        return world.tokenRequest(
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                client.toString(),
                                "scope",
                                "https://management.azure.com/.default",
                                "client_assertion_type",
                                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                                "client_assertion",
                                assertion))
                .answeredBy(world.router);
    }

    private void passes(String assertion) {
        Answer answer = answer(appId, assertion);
        assertEquals(200, answer.status(), World.text(answer));
    }

    private void refused(int number, String assertion) {
        refused(number, appId, assertion);
    }

    private void refused(int number, UUID client, String assertion) {
        Answer answer = answer(client, assertion);
        JsonNode body = World.json(answer);
        assertEquals(401, answer.status(), body.toString());
        assertEquals("invalid_client", body.required("error").asString());
        assertEquals(number, body.required("error_codes").get(0).asInt(), body.toString());
    }

    private String with(String... changes) {
        Map<String, String> claims = new TreeMap<>();
        for (int i = 0; i < changes.length; i += 2) {
            claims.put(changes[i], changes[i + 1]);
        }
        return world.assertion(appId, claims);
    }

    private String at(long seconds) {
        return Long.toString(world.clock.instant().getEpochSecond() + seconds);
    }

    @Test
    void aGoodAssertionSignsInAndMayBeUsedAgainAndEachUseIsRecorded() {
        String assertion = with("jti", "\"once\"");
        long before = world.activities().size();
        passes(assertion);
        passes(assertion);
        var entries = world.activities();
        assertEquals(before + 2, entries.size());
        assertEquals("once", entries.getFirst().details().get("assertion"));
        assertEquals("once", entries.get(1).details().get("assertion"));
    }

    @Test
    void theAudienceIsTheTokenEndpointInAnyOfItsForms() {
        String tenant = world.home.tenant().toString();
        for (String aud :
                List.of(
                        "https://localhost:8443/" + tenant + "/oauth2/v2.0/token",
                        "https://login.bleu.localhost:8443/" + tenant + "/oauth2/v2.0/token",
                        "https://login.bleu.localhost:8443/" + tenant + "/oauth2/token",
                        "https://localhost:8443/adfs/t/" + tenant + "/oauth2/v2.0/token")) {
            passes(with("aud", "\"" + aud + "\""));
            passes(with("aud", "[\"" + aud + "\"]"));
        }
        String good = "\"" + world.endpoint() + "\"";
        for (String aud :
                List.of(
                        "\"https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/token\"",
                        "\"https://localhost:8443/" + UUID.randomUUID() + "/oauth2/v2.0/token\"",
                        "[" + good + ",\"https://example.com\"]",
                        "7",
                        "")) {
            refused(700023, with("aud", aud));
        }
    }

    @Test
    void theLifeIsTenMinutesAtMostAndASecondForRounding() {
        passes(with("exp", at(600)));
        passes(with("exp", at(601)));
        refused(700024, with("exp", at(602)));
        refused(700024, with("exp", at(0)));
        refused(700024, with("exp", at(-1)));
        refused(700024, with("exp", ""));
        refused(700024, with("exp", "\"soon\""));
        for (String absurd : List.of("1e400", "-1", "1e13", "9".repeat(90), "null", "true")) {
            refused(700024, with("exp", absurd));
        }
        passes(with("iat", "", "nbf", ""));
        refused(700024, with("iat", "", "nbf", "", "exp", at(602)));
        refused(700024, with("iat", at(-601), "nbf", at(-601), "exp", at(60)));
    }

    @Test
    void aClockMayBeFiveMinutesAhead() {
        passes(with("iat", at(300), "nbf", at(300), "exp", at(900)));
        refused(700024, with("iat", at(301), "nbf", at(301), "exp", at(900)));
        refused(700024, with("nbf", at(301)));
    }

    @Test
    void fractionalTimesAreTaken() {
        passes(with("iat", at(0) + ".25", "nbf", at(0) + ".5", "exp", at(600) + ".125"));
        refused(700024, with("iat", at(0) + ".25", "exp", at(601) + ".5"));
    }

    @Test
    void issuerAndSubjectAreTheClient() {
        refused(700021, with("iss", "\"" + UUID.randomUUID() + "\""));
        refused(700021, with("sub", "\"" + UUID.randomUUID() + "\""));
        refused(700021, with("sub", ""));
    }

    @Test
    void onlyTheRegisteredKeySigns() {
        refused(
                700027,
                World.sign(
                        JWSAlgorithm.RS256,
                        World.OTHER_RSA.getPrivate(),
                        Optional.empty(),
                        claims()));
        Base64URL ours = thumbprint("SHA-1", World.certificate(World.RSA));
        refused(
                700027,
                World.sign(
                        JWSAlgorithm.RS256,
                        World.OTHER_RSA.getPrivate(),
                        Optional.of(ours),
                        claims()));
        refused(50027, "x");
        refused(50027, new PlainJWT(new JWTClaimsSet.Builder().subject("x").build()).serialize());
    }

    private Map<String, String> claims() {
        return claims(appId);
    }

    private Map<String, String> claims(UUID client) {
        return new TreeMap<>(
                Map.of(
                        "iss", "\"" + client + "\"",
                        "sub", "\"" + client + "\"",
                        "aud", "\"" + world.endpoint() + "\"",
                        "exp", at(600)));
    }

    @Test
    void aThumbprintOnlyFindsTheCertificate() {
        KeyPair key = World.OTHER_RSA;
        X509Certificate certificate = World.certificate(key);
        World.App app = withCertificates(certificate, World.certificate(World.EC));
        UUID client = app.application().appId();
        Base64URL right = thumbprint("SHA-1", certificate);
        Base64URL wrong = thumbprint("SHA-1", World.certificate(World.EC));
        assertEquals(
                200,
                answer(
                                client,
                                World.sign(
                                        JWSAlgorithm.RS256,
                                        key.getPrivate(),
                                        Optional.of(right),
                                        claims(client)))
                        .status());
        refused(
                700027,
                client,
                World.sign(
                        JWSAlgorithm.RS256, key.getPrivate(), Optional.of(wrong), claims(client)));
    }

    @Test
    void aThumbprintInPlainBase64FindsTheCertificateToo() {
        X509Certificate certificate = World.certificate(World.OTHER_RSA);
        World.App app = withCertificates(certificate);
        UUID client = app.application().appId();
        byte[] digest = thumbprint("SHA-1", certificate).decode();
        Base64URL plain = new Base64URL(java.util.Base64.getEncoder().encodeToString(digest));
        String assertion =
                World.sign(
                        JWSAlgorithm.RS256,
                        World.OTHER_RSA.getPrivate(),
                        Optional.of(plain),
                        claims(client));
        assertEquals(200, answer(client, assertion).status());
    }

    @Test
    void ps256AndEs256AreTakenWithTheirKinds() {
        World.App app =
                withCertificates(World.certificate(World.OTHER_RSA), World.certificate(World.EC));
        UUID client = app.application().appId();
        String ps256 =
                World.sign(
                        JWSAlgorithm.PS256,
                        World.OTHER_RSA.getPrivate(),
                        Optional.empty(),
                        claims(client));
        String es256 =
                World.sign(
                        JWSAlgorithm.ES256,
                        World.EC.getPrivate(),
                        Optional.empty(),
                        claims(client));
        assertEquals(200, answer(client, ps256).status());
        assertEquals(200, answer(client, es256).status());
        refused(
                700027,
                client,
                World.sign(
                        JWSAlgorithm.RS512,
                        World.OTHER_RSA.getPrivate(),
                        Optional.empty(),
                        claims(client)));
    }

    @Test
    void anExpiredCertificateDoesNotSignIn() {
        X509Certificate old =
                World.certificate(
                        World.OTHER_RSA,
                        world.clock.instant().minus(Duration.ofDays(9)),
                        world.clock.instant().minus(Duration.ofDays(1)));
        UUID client = withCertificates(old).application().appId();
        refused(
                7000272,
                client,
                World.sign(
                        JWSAlgorithm.RS256,
                        World.OTHER_RSA.getPrivate(),
                        Optional.empty(),
                        claims(client)));
        assertTrue(old.getNotAfter().before(Date.from(world.clock.instant())));
    }

    private World.App withCertificates(X509Certificate... certificates) {
        World.App app = world.app("by certificate");
        List<CertificateCredential> credentials =
                java.util.Arrays.stream(certificates)
                        .map(one -> CertificateCredential.of(UUID.randomUUID(), "test", one))
                        .toList();
        world.identity
                .directory()
                .update(
                        world.permit(DirectoryActions.APPLICATION_WRITE),
                        app.application().objectId(),
                        application -> application.withCertificates(credentials));
        return app;
    }

    private static Base64URL thumbprint(String algorithm, X509Certificate certificate) {
        try {
            return Base64URL.encode(
                    java.security.MessageDigest.getInstance(algorithm)
                            .digest(certificate.getEncoded()));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
