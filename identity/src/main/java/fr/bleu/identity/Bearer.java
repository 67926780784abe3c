package fr.bleu.identity;

import fr.bleu.identity.InvalidTokenException.Reason;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Origin;
import fr.bleu.trust.PolicyEpoch;
import fr.bleu.trust.Records;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Verifies access tokens, for the apis of every site. A signature is verified once per token and
 * remembered by the token's SHA-256; times, audience and whether the service principal is still
 * there are looked at each time.
 */
public final class Bearer {
    /** The most verified tokens that are remembered. */
    static final int MAX_REMEMBERED = 10_000;

    private static final int MAX_TOKEN_CHARS = 16 * 1024;
    private static final String SCHEME = "Bearer ";

    /** How far nodes' clocks may be apart: a token is taken this long before its time. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final TokenVerifier verifier;
    private final Directory directory;
    private final Audiences audiences;
    private final InstantSource clock;

    private final Map<String, VerifiedToken> remembered =
            new LinkedHashMap<>(256, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, VerifiedToken> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };

    Bearer(TokenVerifier verifier, Directory directory, Audiences audiences, InstantSource clock) {
        this.verifier = verifier;
        this.directory = directory;
        this.audiences = audiences;
        this.clock = clock;
    }

    /**
     * Who presents the token.
     *
     * @param authorizationHeader the {@code Authorization} header's value
     * @param audience the service that asks; tokens for any other one are refused
     * @param origin where the request came from
     * @throws InvalidTokenException when the token is not accepted; answer the protocol's 401
     */
    public Caller.Principal authenticate(
            String authorizationHeader, Audience audience, Origin origin)
            throws InvalidTokenException {
        VerifiedToken token = verified(token(authorizationHeader));
        Instant now = clock.instant();
        if (!now.isBefore(token.end())) {
            throw new InvalidTokenException(Reason.EXPIRED, "The access token has expired.");
        }
        if (now.plus(SKEW).isBefore(token.start())) {
            throw new InvalidTokenException(Reason.EXPIRED, "The access token is not valid yet.");
        }
        if (!audiences.canonical(audience).equals(token.audience())) {
            throw new InvalidTokenException(
                    Reason.AUDIENCE, "The access token is for another service.");
        }
        Optional<PolicyEpoch> epoch = mayAct(token.tenant(), token.principal());
        if (epoch.isEmpty()) {
            throw new InvalidTokenException(
                    Reason.REVOKED, "The service principal was deleted or disabled.");
        }
        return new Caller.Principal(
                token.tenant(),
                token.principal(),
                token.application(),
                token.strength(),
                origin,
                epoch);
    }

    /**
     * The tenant's policy epoch, if a service principal may act now: it exists and is enabled. Both
     * are read at once.
     */
    public Optional<PolicyEpoch> mayAct(UUID tenant, UUID principal) {
        Records.UnderEpoch found = directory.servicePrincipalUnderEpoch(tenant, principal);
        return isEnabled(found.record().map(DirectoryFormat::servicePrincipal))
                ? Optional.of(found.epoch())
                : Optional.empty();
    }

    private static boolean isEnabled(Optional<ServicePrincipal> principal) {
        return principal.filter(ServicePrincipal::enabled).isPresent();
    }

    private static String token(String header) throws InvalidTokenException {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new InvalidTokenException(Reason.NO_TOKEN, "A bearer token is needed.");
        }
        String token = header.substring(SCHEME.length()).strip();
        if (token.isEmpty() || token.length() > MAX_TOKEN_CHARS) {
            throw new InvalidTokenException(
                    Reason.MALFORMED, "The access token is empty or too long.");
        }
        return token;
    }

    private VerifiedToken verified(String token) throws InvalidTokenException {
        String hash = sha256(token);
        synchronized (remembered) {
            VerifiedToken known = remembered.get(hash);
            if (known != null) {
                return known;
            }
        }
        VerifiedToken fresh = verifier.verify(token);
        synchronized (remembered) {
            remembered.put(hash, fresh);
        }
        return fresh;
    }

    private static String sha256(String token) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
