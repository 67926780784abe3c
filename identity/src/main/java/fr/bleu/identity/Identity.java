package fr.bleu.identity;

import fr.bleu.http.Domains;
import fr.bleu.http.Protocol;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.identity.api.Discovery;
import fr.bleu.identity.api.GraphProtocol;
import fr.bleu.identity.api.GraphRoutes;
import fr.bleu.identity.api.LoginProtocol;
import fr.bleu.identity.api.TokenEndpoint;
import fr.bleu.keys.Keys;
import fr.bleu.trust.Trust;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Everything of this floor, wired. */
public final class Identity {
    private static final int SIGNING_KEY_BITS = 3072;

    private final Tenants tenants;
    private final Directory directory;
    private final SigningKeys signingKeys;
    private final Bearer bearer;
    private final List<Route> routes;
    private final Map<Site, Protocol> protocols;

    private Identity(
            Trust trust,
            Keys keys,
            Domains domains,
            InstantSource clock,
            SecureRandom random,
            Supplier<KeyPair> pairs) {
        var records = trust.records();
        var commits = trust.commits();
        Audiences audiences = new Audiences(domains);
        tenants = new Tenants(records, commits, keys, clock, random);
        directory = new Directory(records, commits, trust.roles(), clock, random);
        signingKeys = new SigningKeys(records, commits, keys, clock, pairs);
        signingKeys.open();
        Tokens tokens = new Tokens(signingKeys, audiences, domains, clock, random);
        bearer = new Bearer(new TokenVerifier(signingKeys, tokens), directory, audiences, clock);
        SignIn signIn =
                new SignIn(
                        tenants,
                        directory,
                        tokens,
                        trust.authorizer(),
                        commits,
                        trust.observations(),
                        clock,
                        random);
        routes = new ArrayList<>();
        routes.addAll(new Discovery(tenants, tokens, signingKeys, domains).routes());
        routes.addAll(new TokenEndpoint(signIn, audiences, domains, clock).routes());
        routes.addAll(new GraphRoutes(directory, trust.authorizer(), clock).routes());
        protocols =
                Map.of(
                        Site.LOGIN,
                        new LoginProtocol(clock),
                        Site.GRAPH,
                        new GraphProtocol(bearer, trust.observations(), domains, clock));
    }

    /**
     * Opens; at the first start the first signing key is made, which takes a second or two.
     *
     * @param random a cryptographic source
     */
    public static Identity open(
            Trust trust, Keys keys, Domains domains, InstantSource clock, SecureRandom random) {
        return open(trust, keys, domains, clock, random, () -> freshPair(random));
    }

    static Identity open(
            Trust trust,
            Keys keys,
            Domains domains,
            InstantSource clock,
            SecureRandom random,
            Supplier<KeyPair> pairs) {
        return new Identity(trust, keys, domains, clock, random, pairs);
    }

    private static KeyPair freshPair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(SIGNING_KEY_BITS, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public Tenants tenants() {
        return tenants;
    }

    public Directory directory() {
        return directory;
    }

    public Bearer bearer() {
        return bearer;
    }

    public SigningKeys signingKeys() {
        return signingKeys;
    }

    /** The routes of LOGIN and GRAPH. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** The protocols of LOGIN and GRAPH. */
    public Map<Site, Protocol> protocols() {
        return protocols;
    }

    /** Upkeep: rotates the signing keys when that is due. Call it hourly. */
    public void housekeeping() {
        signingKeys.rotate();
    }
}
