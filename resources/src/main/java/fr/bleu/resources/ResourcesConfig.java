package fr.bleu.resources;

import fr.bleu.http.Domains;
import fr.bleu.identity.Bearer;
import fr.bleu.identity.Directory;
import fr.bleu.identity.Tenants;
import fr.bleu.trust.Trust;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the Resource Manager is made of.
 *
 * @param random a cryptographic source
 */
public record ResourcesConfig(
        Trust trust,
        Tenants tenants,
        Directory directory,
        Bearer bearer,
        Domains domains,
        InstantSource clock,
        RandomGenerator random) {}
