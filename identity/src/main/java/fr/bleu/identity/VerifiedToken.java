package fr.bleu.identity;

import fr.bleu.trust.Strength;
import java.time.Instant;
import java.util.UUID;

/** What an access token of ours says; its signature and issuer were verified, its times not. */
record VerifiedToken(
        UUID tenant,
        UUID principal,
        UUID application,
        Strength strength,
        String audience,
        Instant start,
        Instant end) {}
