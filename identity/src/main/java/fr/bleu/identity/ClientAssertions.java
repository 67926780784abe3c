package fr.bleu.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import java.math.BigDecimal;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Client assertions (RFC 7523, 3): JWTs that an application signs with a registered certificate's
 * key. RS256, PS256 and ES256. A thumbprint in the header, SHA-1 or SHA-256, only finds the
 * certificate; one that is in the header itself is never looked at. Reuse within an assertion's
 * life is allowed, since MSAL caches it.
 */
final class ClientAssertions {
    /** The longest life, which is what MSAL gives. */
    static final Duration MAX_LIFE = Duration.ofMinutes(10);

    /**
     * MSAL for JavaScript rounds {@code exp} to the nearest second and {@code iat} down, so that
     * half of its assertions live for a second more.
     */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    /** How far a client's clock may be off. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final int MAX_CHARS = 16 * 1024;
    private static final int MAX_ID_CHARS = 256;

    /** No time of an assertion is as far away as this: the year 33658. */
    private static final double MAX_EPOCH_SECONDS = 1e12;

    private ClientAssertions() {}

    /**
     * An assertion that was verified.
     *
     * @param certificate the credential that it was verified with
     * @param id its {@code jti}; empty if it has none
     */
    record Verified(CertificateCredential certificate, String id) {}

    /**
     * Verifies.
     *
     * @param endpoints the token endpoint's addresses, any of which is its audience
     * @throws SignInException when it is not accepted
     */
    static Verified verify(
            String assertion, Application application, Set<String> endpoints, Instant now) {
        JWSObject jws = parse(assertion);
        CertificateCredential certificate = signer(jws, application);
        if (!certificate.validAt(now)) {
            throw new SignInException(SignInRefusal.ASSERTION_CERTIFICATE_EXPIRED);
        }
        JsonNode claims = claims(jws);
        checkClient(claims, application.appId());
        checkAudience(claims, endpoints);
        checkTimes(claims, now);
        String id = claims.path("jti").asString("");
        return new Verified(
                certificate, id.length() > MAX_ID_CHARS ? id.substring(0, MAX_ID_CHARS) : id);
    }

    private static JWSObject parse(String assertion) {
        if (assertion.length() > MAX_CHARS) {
            throw new SignInException(SignInRefusal.MALFORMED_ASSERTION);
        }
        try {
            return JWSObject.parse(assertion);
        } catch (ParseException | RuntimeException e) {
            throw new SignInException(SignInRefusal.MALFORMED_ASSERTION);
        }
    }

    private static CertificateCredential signer(JWSObject jws, Application application) {
        for (CertificateCredential candidate : candidates(jws.getHeader(), application)) {
            if (verifies(jws, candidate.publicKey())) {
                return candidate;
            }
        }
        throw new SignInException(SignInRefusal.ASSERTION_KEY);
    }

    private static List<CertificateCredential> candidates(
            JWSHeader header, Application application) {
        List<String> names = names(header);
        if (names.isEmpty()) {
            return application.certificates();
        }
        return application.certificates().stream()
                .filter(certificate -> names.stream().anyMatch(certificate::named))
                .toList();
    }

    @SuppressWarnings("deprecation") // old clients name their certificate by SHA-1
    private static List<String> names(JWSHeader header) {
        List<String> names = new ArrayList<>();
        Optional.ofNullable(header.getX509CertSHA256Thumbprint())
                .ifPresent(name -> names.add(urlSafe(name.toString())));
        Optional.ofNullable(header.getX509CertThumbprint())
                .ifPresent(name -> names.add(urlSafe(name.toString())));
        return names;
    }

    /** MSAL for Java writes thumbprints in plain base64, padding included. */
    private static String urlSafe(String thumbprint) {
        return thumbprint.replace('+', '-').replace('/', '_').replace("=", "");
    }

    private static boolean verifies(JWSObject jws, PublicKey key) {
        try {
            Optional<JWSVerifier> verifier = verifier(jws.getHeader().getAlgorithm(), key);
            return verifier.isPresent() && jws.verify(verifier.get());
        } catch (JOSEException e) {
            return false;
        }
    }

    private static Optional<JWSVerifier> verifier(JWSAlgorithm algorithm, PublicKey key)
            throws JOSEException {
        boolean rsa = JWSAlgorithm.RS256.equals(algorithm) || JWSAlgorithm.PS256.equals(algorithm);
        if (rsa && key instanceof RSAPublicKey rsaKey) {
            return Optional.of(new RSASSAVerifier(rsaKey));
        }
        if (JWSAlgorithm.ES256.equals(algorithm) && key instanceof ECPublicKey ecKey) {
            return Optional.of(new ECDSAVerifier(ecKey));
        }
        return Optional.empty();
    }

    private static JsonNode claims(JWSObject jws) {
        try {
            return Json.parseObject(jws.getPayload().toBytes(), "invalid_client");
        } catch (Failure malformed) {
            throw new SignInException(SignInRefusal.MALFORMED_ASSERTION);
        }
    }

    private static void checkClient(JsonNode claims, UUID appId) {
        if (!isId(claims.path("iss"), appId) || !isId(claims.path("sub"), appId)) {
            throw new SignInException(SignInRefusal.ASSERTION_CLIENT);
        }
    }

    private static boolean isId(JsonNode claim, UUID id) {
        return claim.isString() && Ids.parse(claim.asString()).filter(id::equals).isPresent();
    }

    /** One audience, as text or as an array of one: for several, another one could replay it. */
    private static void checkAudience(JsonNode claims, Set<String> endpoints) {
        JsonNode aud = claims.path("aud");
        JsonNode one = aud.isArray() && aud.size() == 1 ? aud.get(0) : aud;
        if (!one.isString() || !endpoints.contains(one.asString())) {
            throw new SignInException(SignInRefusal.ASSERTION_AUDIENCE);
        }
    }

    private static void checkTimes(JsonNode claims, Instant now) {
        Instant end =
                time(claims, "exp")
                        .orElseThrow(() -> new SignInException(SignInRefusal.ASSERTION_TIME));
        Optional<Instant> issued = time(claims, "iat");
        Optional<Instant> start = time(claims, "nbf");
        boolean inTime =
                now.isBefore(end)
                        && notTooEarly(issued, now)
                        && notTooEarly(start, now)
                        && !end.isAfter(now.plus(SKEW).plus(MAX_LIFE))
                        && !end.isAfter(latest(issued.or(() -> start), now));
        if (!inTime) {
            throw new SignInException(SignInRefusal.ASSERTION_TIME);
        }
    }

    private static boolean notTooEarly(Optional<Instant> start, Instant now) {
        return start.isEmpty() || !start.get().isAfter(now.plus(SKEW));
    }

    private static Instant latest(Optional<Instant> start, Instant now) {
        return start.orElse(now).plus(MAX_LIFE).plus(ROUNDING);
    }

    /** A NumericDate (RFC 7519, 2), whose fraction MSAL for Python sends. */
    private static Optional<Instant> time(JsonNode claims, String name) {
        JsonNode claim = claims.path(name);
        if (claim.isMissingNode()) {
            return Optional.empty();
        }
        if (!claim.isNumber()
                || !(claim.doubleValue() > 0 && claim.doubleValue() < MAX_EPOCH_SECONDS)) {
            throw new SignInException(SignInRefusal.ASSERTION_TIME);
        }
        BigDecimal millis = claim.decimalValue().movePointRight(3);
        return Optional.of(Instant.ofEpochMilli(millis.longValue()));
    }
}
