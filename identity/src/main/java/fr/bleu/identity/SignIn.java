package fr.bleu.identity;

import fr.bleu.trust.Actions;
import fr.bleu.trust.Authorizer;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Observations;
import fr.bleu.trust.Origin;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Strength;
import fr.bleu.trust.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Signs applications in (RFC 6749, 4.4). A token is made only after its sign-in is in the tenant's
 * ledger; refusals of known applications are entries too, and what names no application is counted.
 */
public final class SignIn {
    private static final UUID UNKNOWN = new UUID(0, 0);

    private final Tenants tenants;
    private final Directory directory;
    private final Tokens tokens;
    private final Authorizer authorizer;
    private final Commits commits;
    private final Observations observations;
    private final InstantSource clock;
    private final GuessThrottle throttle;

    /** Compared when there is no application, so that the answer takes as long. */
    private final PasswordCredential nobodys;

    SignIn(
            Tenants tenants,
            Directory directory,
            Tokens tokens,
            Authorizer authorizer,
            Commits commits,
            Observations observations,
            InstantSource clock,
            RandomGenerator random) {
        this.tenants = tenants;
        this.directory = directory;
        this.tokens = tokens;
        this.authorizer = authorizer;
        this.commits = commits;
        this.observations = observations;
        this.clock = clock;
        this.throttle = new GuessThrottle(clock);
        this.nobodys = new Secrets(random).make("", Instant.EPOCH, Instant.EPOCH).credential();
    }

    /** What a client shows. */
    public sealed interface Credential {
        /** A client secret. */
        record Secret(String text) implements Credential {
            /** Never the secret. */
            @Override
            public String toString() {
                return "Secret[]";
            }
        }

        /**
         * A client assertion.
         *
         * @param endpoints the token endpoint's addresses
         */
        record Assertion(String text, Set<String> endpoints) implements Credential {
            public Assertion {
                endpoints = Set.copyOf(endpoints);
            }

            /** Never the assertion, which can be replayed. */
            @Override
            public String toString() {
                return "Assertion[]";
            }
        }
    }

    /**
     * A token was made.
     *
     * @param receipt of the sign-in's entry
     */
    public record Issued(String token, Receipt receipt) {
        /** Never the token. */
        @Override
        public String toString() {
            return "Issued[]";
        }
    }

    /** How a credential was recognised; {@code details} go to the ledger. */
    private record Recognised(Strength strength, Map<String, String> details) {}

    /**
     * Signs in.
     *
     * @param clientId as the client gave it
     * @throws SignInException when it is refused
     */
    public Issued signIn(
            UUID tenant, String clientId, Credential credential, Audience audience, Origin origin) {
        if (tenants.get(tenant).isEmpty()) {
            observations.rejected("LOGIN", SignInRefusal.UNKNOWN_TENANT.reason());
            throw new SignInException(SignInRefusal.UNKNOWN_TENANT);
        }
        Optional<Application> application =
                Ids.parse(clientId).flatMap(appId -> directory.applicationOf(tenant, appId));
        try {
            Recognised recognised = recognise(tenant, application, credential, origin);
            ServicePrincipal principal = principal(application.orElseThrow());
            Receipt receipt = record(principal, recognised, audience, origin);
            return new Issued(tokens.issue(principal, audience, recognised.strength()), receipt);
        } catch (SignInException refused) {
            recordRefusal(tenant, application, refused.refusal(), origin);
            throw refused;
        }
    }

    private Recognised recognise(
            UUID tenant, Optional<Application> application, Credential credential, Origin origin) {
        return switch (credential) {
            case Credential.Secret(String text) -> bySecret(tenant, application, text, origin);
            case Credential.Assertion(String text, Set<String> endpoints) -> {
                Application known =
                        application.orElseThrow(
                                () -> new SignInException(SignInRefusal.UNKNOWN_CLIENT));
                yield byAssertion(known, text, endpoints);
            }
        };
    }

    private Recognised bySecret(
            UUID tenant, Optional<Application> application, String secret, Origin origin) {
        var client =
                new GuessThrottle.Client(
                        tenant, application.map(Application::appId).orElse(UNKNOWN));
        Optional<PasswordCredential> match =
                matching(application.map(Application::passwords).orElse(List.of()), secret);
        boolean proven =
                match.isPresent()
                        && throttle.isProven(client, origin.address(), match.get().keyId());
        Optional<Duration> wait =
                proven ? Optional.empty() : throttle.wait(client, origin.address());
        if (wait.isPresent()) {
            throw new SignInException(SignInRefusal.THROTTLED, wait.get());
        }
        if (match.isEmpty()) {
            throttle.failed(client, origin.address());
            throw new SignInException(
                    application.isEmpty()
                            ? SignInRefusal.UNKNOWN_CLIENT
                            : SignInRefusal.WRONG_SECRET);
        }
        throttle.succeeded(client, origin.address(), match.get().keyId());
        if (!match.get().validAt(clock.instant())) {
            throw new SignInException(SignInRefusal.EXPIRED_SECRET);
        }
        return new Recognised(
                Strength.SECRET, Map.of("credential", match.get().keyId().toString()));
    }

    /** Looks at all, and at one at least: the time tells nothing about which exist. */
    private Optional<PasswordCredential> matching(List<PasswordCredential> all, String secret) {
        Optional<PasswordCredential> found = Optional.empty();
        for (PasswordCredential one : all.isEmpty() ? List.of(nobodys) : all) {
            if (one.matches(secret)) {
                found = Optional.of(one);
            }
        }
        return all.isEmpty() ? Optional.empty() : found;
    }

    private Recognised byAssertion(
            Application application, String assertion, Set<String> endpoints) {
        ClientAssertions.Verified verified =
                ClientAssertions.verify(assertion, application, endpoints, clock.instant());
        return new Recognised(
                Strength.CERTIFICATE,
                Map.of(
                        "credential", verified.certificate().keyId().toString(),
                        "assertion", verified.id()));
    }

    private ServicePrincipal principal(Application application) {
        ServicePrincipal principal =
                directory
                        .servicePrincipalOf(application.tenant(), application.appId())
                        .orElseThrow(() -> new SignInException(SignInRefusal.NO_SERVICE_PRINCIPAL));
        if (!principal.enabled()) {
            throw new SignInException(SignInRefusal.DISABLED);
        }
        return principal;
    }

    private Receipt record(
            ServicePrincipal principal, Recognised recognised, Audience audience, Origin origin) {
        Caller caller =
                new Caller.Principal(
                        principal.tenant(),
                        principal.objectId(),
                        principal.appId(),
                        recognised.strength(),
                        origin);
        Permit permit =
                authorizer.permit(
                        caller, Actions.SIGN_IN, Target.of(principal.tenant(), Scope.of("")));
        Map<String, String> details = new java.util.TreeMap<>(recognised.details());
        details.put("audience", audience.name());
        return commits.record(permit, details).receipt();
    }

    private void recordRefusal(
            UUID tenant, Optional<Application> application, SignInRefusal refusal, Origin origin) {
        if (application.isPresent()) {
            observations.signInRefused(tenant, application.get().appId(), refusal.reason(), origin);
        } else {
            observations.rejected("LOGIN", refusal.reason());
        }
    }
}
