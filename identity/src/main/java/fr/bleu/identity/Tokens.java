package fr.bleu.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import fr.bleu.http.Domains;
import fr.bleu.http.Site;
import fr.bleu.trust.Strength;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes access tokens: RS256 JWTs with the claims that Entra's tokens for applications have ({@code
 * ver} 2.0), among them {@code azpacr}: 1 for a secret, 2 for a certificate.
 */
public final class Tokens {
    /** How long a token is valid. */
    public static final Duration LIFE = Duration.ofHours(1);

    static final String STRENGTH_CLAIM = "azpacr";

    private final SigningKeys keys;
    private final Audiences audiences;
    private final String login;
    private final InstantSource clock;
    private final RandomGenerator random;

    Tokens(
            SigningKeys keys,
            Audiences audiences,
            Domains domains,
            InstantSource clock,
            RandomGenerator random) {
        this.keys = keys;
        this.audiences = audiences;
        this.login = domains.url(Site.LOGIN);
        this.clock = clock;
        this.random = random;
    }

    /** Who makes a tenant's tokens: one name, however the login endpoint was reached. */
    public String issuer(UUID tenant) {
        return issuer(tenant.toString());
    }

    /** The same with a placeholder for the tenant's id, for discovery without one. */
    public String issuer(String tenant) {
        return login + "/" + tenant + "/v2.0";
    }

    /** A signed token, valid from now for {@link #LIFE}. */
    String issue(ServicePrincipal principal, Audience audience, Strength strength) {
        Instant now = clock.instant();
        String appId = principal.appId().toString();
        String acr = acr(strength);
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(issuer(principal.tenant()))
                        .audience(audiences.canonical(audience))
                        .subject(principal.objectId().toString())
                        .issueTime(Date.from(now))
                        .notBeforeTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFE)))
                        .claim("tid", principal.tenant().toString())
                        .claim("oid", principal.objectId().toString())
                        .claim("appid", appId)
                        .claim("azp", appId)
                        .claim("appidacr", acr)
                        .claim(STRENGTH_CLAIM, acr)
                        .claim("idtyp", "app")
                        .claim("uti", Ids.random(random).toString())
                        .claim("ver", "2.0")
                        .build();
        SigningKey key = keys.current();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .type(JOSEObjectType.JWT)
                                .keyID(key.kid())
                                .build(),
                        claims);
        try {
            token.sign(new RSASSASigner(key.jwk()));
        } catch (JOSEException e) {
            throw new IllegalStateException("signing failed", e);
        }
        return token.serialize();
    }

    private static String acr(Strength strength) {
        return switch (strength) {
            case SECRET -> "1";
            case CERTIFICATE -> "2";
        };
    }
}
