package fr.bleu.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import fr.bleu.identity.InvalidTokenException.Reason;
import fr.bleu.trust.Strength;
import java.text.ParseException;
import java.util.UUID;

/**
 * Verifies a token's signature and issuer (RFC 7519, 7.2, and RFC 8725): one algorithm, only our
 * own published keys, found by id; a key or certificate in the token's header is never looked at.
 */
final class TokenVerifier {
    private final SigningKeys keys;
    private final Tokens tokens;

    TokenVerifier(SigningKeys keys, Tokens tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    VerifiedToken verify(String token) throws InvalidTokenException {
        SignedJWT jwt = parse(token);
        verifySignature(jwt);
        JWTClaimsSet claims;
        VerifiedToken said;
        try {
            claims = jwt.getJWTClaimsSet();
            said = read(claims);
        } catch (ParseException | RuntimeException e) {
            throw new InvalidTokenException(
                    Reason.MALFORMED, "The access token lacks claims or has malformed ones.");
        }
        if (!tokens.issuer(said.tenant()).equals(claims.getIssuer())) {
            throw new InvalidTokenException(
                    Reason.ISSUER, "The access token was issued by somebody else.");
        }
        return said;
    }

    private static SignedJWT parse(String token) throws InvalidTokenException {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException | RuntimeException e) {
            throw new InvalidTokenException(Reason.MALFORMED, "The access token is no signed JWT.");
        }
    }

    private void verifySignature(SignedJWT jwt) throws InvalidTokenException {
        String kid = jwt.getHeader().getKeyID();
        boolean verifies = false;
        if (JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm()) && kid != null) {
            var key = keys.find(kid);
            try {
                verifies =
                        key.isPresent()
                                && jwt.verify(new RSASSAVerifier(key.get().jwk().toRSAPublicKey()));
            } catch (JOSEException e) {
                verifies = false;
            }
        }
        if (!verifies) {
            throw new InvalidTokenException(
                    Reason.SIGNATURE, "The access token's signature does not verify.");
        }
    }

    private static VerifiedToken read(JWTClaimsSet claims) throws ParseException {
        if (claims.getAudience().size() != 1) {
            throw new ParseException("audience", 0);
        }
        return new VerifiedToken(
                UUID.fromString(claims.getStringClaim("tid")),
                UUID.fromString(claims.getStringClaim("oid")),
                UUID.fromString(claims.getStringClaim("appid")),
                strength(claims.getStringClaim(Tokens.STRENGTH_CLAIM)),
                claims.getAudience().getFirst(),
                claims.getNotBeforeTime().toInstant(),
                claims.getExpirationTime().toInstant());
    }

    private static Strength strength(String acr) throws ParseException {
        return switch (acr) {
            case "1" -> Strength.SECRET;
            case "2" -> Strength.CERTIFICATE;
            default -> throw new ParseException("strength", 0);
        };
    }
}
