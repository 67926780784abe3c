package fr.bleu.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import fr.bleu.identity.InvalidTokenException.Reason;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Strength;
import java.text.ParseException;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BearerTest {
    private static final Map<Audience, String> SCOPES =
            Map.of(
                    Audience.MANAGEMENT, "https://management.azure.com/.default",
                    Audience.GRAPH, "https://graph.bleu.localhost:8443/.default",
                    Audience.STORAGE, "https://storage.azure.com/.default",
                    Audience.VAULT, "https://vault.bleu.localhost:8443/.default");

    private World world;
    private String good;

    @BeforeEach
    void open() {
        world = new World();
        good = world.adminToken(SCOPES.get(Audience.MANAGEMENT));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Caller.Principal caller(String token, Audience audience) throws InvalidTokenException {
        Caller.Principal caller =
                world.identity.bearer().authenticate("Bearer " + token, audience, World.ORIGIN);
        assertTrue(caller.epoch().isPresent(), "what it may do was read with it");
        return caller.withoutEpoch();
    }

    private void refused(Reason reason, String token) {
        InvalidTokenException e =
                assertThrows(InvalidTokenException.class, () -> caller(token, Audience.MANAGEMENT));
        assertEquals(reason, e.reason());
    }

    /** The good token with other claims, signed by the platform's own key. */
    private String altered(UnaryOperator<JWTClaimsSet.Builder> change) {
        RSAKey key = world.identity.signingKeys().current().jwk();
        return signed(key, key.getKeyID(), change);
    }

    private String signed(RSAKey key, String kid, UnaryOperator<JWTClaimsSet.Builder> change) {
        try {
            JWTClaimsSet claims = SignedJWT.parse(good).getJWTClaimsSet();
            SignedJWT jwt =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build(),
                            change.apply(new JWTClaimsSet.Builder(claims)).build());
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (ParseException | JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aGoodTokenNamesItsPrincipal() throws Exception {
        assertEquals(world.owner(), caller(good, Audience.MANAGEMENT));
        assertEquals(world.owner(), caller(good, Audience.MANAGEMENT), "also from memory");
    }

    @Test
    void onlyTheDiagonalOfAudienceAndApiPasses() throws Exception {
        for (Audience made : Audience.values()) {
            String token = world.adminToken(SCOPES.get(made));
            for (Audience asked : Audience.values()) {
                if (made == asked) {
                    assertEquals(world.owner(), caller(token, asked));
                } else {
                    InvalidTokenException e =
                            assertThrows(
                                    InvalidTokenException.class,
                                    () -> caller(token, asked),
                                    made + " at " + asked);
                    assertEquals(Reason.AUDIENCE, e.reason());
                }
            }
        }
    }

    @Test
    void aTokenWithoutSignatureIsRefused() throws Exception {
        refused(
                Reason.MALFORMED,
                new PlainJWT(SignedJWT.parse(good).getJWTClaimsSet()).serialize());
        String[] parts = good.split("\\.");
        refused(Reason.MALFORMED, parts[0] + "." + parts[1] + ".");
    }

    @Test
    void anAlteredTokenIsRefused() {
        String[] parts = good.split("\\.");
        char first = parts[2].charAt(0) == 'A' ? 'B' : 'A';
        refused(Reason.SIGNATURE, parts[0] + "." + parts[1] + "." + first + parts[2].substring(1));
    }

    @Test
    void anotherAlgorithmIsRefusedEvenWithTheRightKey() throws Exception {
        RSAKey key = world.identity.signingKeys().current().jwk();
        JWTClaimsSet claims = SignedJWT.parse(good).getJWTClaimsSet();
        SignedJWT ps256 =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.PS256).keyID(key.getKeyID()).build(),
                        claims);
        ps256.sign(new RSASSASigner(key));
        refused(Reason.SIGNATURE, ps256.serialize());
        SignedJWT hs256 =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
                        claims);
        hs256.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        refused(Reason.SIGNATURE, hs256.serialize());
    }

    @Test
    void aKeyOfSomebodyElseIsRefusedWhateverItCallsItself() {
        RSAKey foreign = SigningKey.of(World.OTHER_RSA, world.clock.instant()).jwk();
        refused(Reason.SIGNATURE, signed(foreign, foreign.getKeyID(), claims -> claims));
        String ours = world.identity.signingKeys().current().kid();
        refused(Reason.SIGNATURE, signed(foreign, ours, claims -> claims));
    }

    @Test
    void aForeignIssuerIsRefused() {
        refused(
                Reason.ISSUER,
                altered(claims -> claims.issuer("https://login.microsoftonline.com/x/v2.0")));
    }

    @Test
    void aTokenOfOneTenantDoesNotNameAnother() throws Exception {
        TenantCreation other = world.tenant("Other", false);
        refused(Reason.ISSUER, altered(claims -> claims.claim("tid", other.tenant().toString())));
        // Even if the issuer agreed, the principal is none of the other tenant's.
        String issuer = world.adminIssuer(other.tenant());
        refused(
                Reason.REVOKED,
                altered(claims -> claims.claim("tid", other.tenant().toString()).issuer(issuer)));
    }

    @Test
    void timesAreKept() {
        world.clock.advance(Duration.ofMinutes(59).plusSeconds(59));
        assertEquals(world.owner(), passes(good));
        world.clock.advance(Duration.ofSeconds(1));
        refused(Reason.EXPIRED, good);
    }

    private Caller.Principal passes(String token) {
        try {
            return caller(token, Audience.MANAGEMENT);
        } catch (InvalidTokenException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTokenOfTheFutureIsRefusedBeyondTheSkew() {
        Date start = Date.from(world.clock.instant().plus(Duration.ofMinutes(6)));
        String early = altered(claims -> claims.notBeforeTime(start));
        refused(Reason.EXPIRED, early);
        world.clock.advance(Duration.ofMinutes(1));
        assertEquals(world.owner(), passes(early));
    }

    @Test
    void aDeletedPrincipalsTokenEndsAtOnce() {
        World.App app = world.app("gone");
        String token = world.secretToken(app, world.secret(app), SCOPES.get(Audience.MANAGEMENT));
        assertEquals(Strength.SECRET, passes(token).strength());
        world.identity
                .directory()
                .deleteApplication(
                        world.permit(DirectoryActions.APPLICATION_DELETE),
                        app.application().objectId());
        refused(Reason.REVOKED, token);
    }

    @Test
    void missingAndMalformedClaimsAreRefused() {
        for (String claim : new String[] {"tid", "oid", "appid", "azpacr", "exp", "nbf", "aud"}) {
            refused(Reason.MALFORMED, altered(claims -> claims.claim(claim, null)));
        }
        refused(Reason.MALFORMED, altered(claims -> claims.claim("oid", "x")));
        refused(Reason.MALFORMED, altered(claims -> claims.claim("azpacr", "9")));
        refused(Reason.MALFORMED, altered(claims -> claims.claim("tid", 7)));
        refused(Reason.MALFORMED, "x");
        refused(Reason.MALFORMED, "a".repeat(20_000));
        InvalidTokenException e =
                assertThrows(
                        InvalidTokenException.class,
                        () ->
                                world.identity
                                        .bearer()
                                        .authenticate(
                                                "Basic " + UUID.randomUUID(),
                                                Audience.GRAPH,
                                                World.ORIGIN));
        assertEquals(Reason.NO_TOKEN, e.reason());
    }
}
