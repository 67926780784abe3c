package fr.bleu.vault.api;

import fr.bleu.http.Domains;
import fr.bleu.http.Protocol;
import fr.bleu.http.Route;
import fr.bleu.identity.Bearer;
import fr.bleu.keys.Keys;
import fr.bleu.resources.ResourceHandler;
import fr.bleu.trust.Trust;
import fr.bleu.vault.Secrets;
import fr.bleu.vault.VaultDirectory;
import fr.bleu.vault.VaultHandler;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** The vault service, wired. */
public final class Vaults {

    private final VaultHandler handler;
    private final VaultProtocol protocol;
    private final SecretsApi secrets;

    private Vaults(VaultHandler handler, VaultProtocol protocol, SecretsApi secrets) {
        this.handler = handler;
        this.protocol = protocol;
        this.secrets = secrets;
    }

    /**
     * Wires the service; nothing is read yet.
     *
     * @param random a cryptographic source, for versions' ids
     */
    public static Vaults open(
            Trust trust,
            Keys keys,
            Bearer bearer,
            Domains domains,
            InstantSource clock,
            RandomGenerator random) {
        VaultDirectory directory = new VaultDirectory(trust.records(), trust.names());
        Secrets secrets = Secrets.open(trust, keys, clock, random);
        return new Vaults(
                new VaultHandler(directory, trust.names(), keys, domains, clock),
                new VaultProtocol(bearer, directory, trust.observations(), domains),
                new SecretsApi(directory, secrets, trust.authorizer(), domains));
    }

    /** {@code Microsoft.KeyVault/vaults}, for the Resource Manager. */
    public ResourceHandler handler() {
        return handler;
    }

    /** The wire habits of Site.VAULT. */
    public Protocol protocol() {
        return protocol;
    }

    /** The routes of Site.VAULT. */
    public List<Route> routes() {
        return secrets.routes();
    }
}
