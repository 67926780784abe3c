package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Details;
import fr.bleu.app.Instance;
import fr.bleu.http.Domains;
import fr.bleu.identity.Identity;
import fr.bleu.identity.Tenant;
import fr.bleu.keys.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes the home tenant and its administrator once. The ids are chosen and kept before the commit
 * that makes them, so that a first start may be cut anywhere.
 */
final class FirstStart {

    private final Instance instance;
    private final Domains domains;
    private final TenantSetup setup;
    private final Identity identity;
    private final InstantSource clock;
    private final SecureRandom random;

    FirstStart(
            Instance instance,
            Domains domains,
            TenantSetup setup,
            Identity identity,
            InstantSource clock,
            SecureRandom random) {
        this.instance = instance;
        this.domains = domains;
        this.setup = setup;
        this.identity = identity;
        this.clock = clock;
        this.random = random;
    }

    /** The instance's details, for the port that it listens on now. */
    Details details() throws IOException, GeneralSecurityException {
        Optional<Tenant> home = identity.tenants().home();
        if (home.isEmpty()) {
            return make();
        }
        requireKind(home.get());
        Path kept = Files.exists(instance.details()) ? instance.details() : instance.firstStart();
        Details before = Details.read(instance, kept);
        return new Details(
                domains.base(),
                domains.web(),
                domains.port(),
                before.tenant(),
                before.subscription(),
                before.client());
    }

    /** The store says itself what it is: another marker does not make it the other kind. */
    private void requireKind(Tenant home) {
        String is = home.displayName();
        if (!is.equals(instance.kind().tenant())) {
            throw new CommandFailure(
                    instance.data()
                            + " cannot be served as "
                            + instance.kind()
                            + ": its home tenant is \""
                            + is
                            + "\"");
        }
    }

    private Details make() throws IOException, GeneralSecurityException {
        TenantSetup.Plan plan =
                setup.plan(
                        instance.kind().tenant(),
                        true,
                        AdministratorKey.in(instance.administrator(), clock.instant(), random));
        Details details =
                new Details(
                        domains.base(),
                        domains.web(),
                        domains.port(),
                        plan.creation().tenant().toString(),
                        plan.subscription().toString(),
                        plan.creation().appId().toString());
        PrivateFiles.replace(instance.firstStart(), details.json());
        setup.make(System.getProperty("user.name"), plan);
        return details;
    }
}
