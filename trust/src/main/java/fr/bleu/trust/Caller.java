package fr.bleu.trust;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who a request's author is, verified. */
public sealed interface Caller {

    /** Where the request came from. */
    Origin origin();

    /** The policy epoch that was read with who it is, if it was. */
    default Optional<PolicyEpoch> epoch() {
        return Optional.empty();
    }

    /** The same, whose roles are read when they are needed. */
    default Caller withoutEpoch() {
        return this;
    }

    /** Nobody yet: no credential was shown. */
    record Anonymous(Origin origin) implements Caller {}

    /**
     * A service principal with a token of this platform.
     *
     * @param tenant the tenant that issued it
     * @param principal the service principal's object id
     * @param application the application's (client) id
     * @param strength how it signed in
     * @param epoch the policy epoch that was read with the principal, if it was
     */
    record Principal(
            UUID tenant,
            UUID principal,
            UUID application,
            Strength strength,
            Origin origin,
            Optional<PolicyEpoch> epoch)
            implements Caller {

        /** One that was not just read. */
        public Principal(
                UUID tenant, UUID principal, UUID application, Strength strength, Origin origin) {
            this(tenant, principal, application, strength, origin, Optional.empty());
        }

        @Override
        public Principal withoutEpoch() {
            return new Principal(tenant, principal, application, strength, origin);
        }
    }

    /**
     * Whoever holds one of a storage account's keys.
     *
     * @param account the account's id
     * @param scope the account's ARM scope; it may do everything below it on the data plane
     * @param keyName {@code key1} or {@code key2}
     */
    record AccountKey(UUID tenant, UUID account, Scope scope, String keyName, Origin origin)
            implements Caller {}

    /**
     * Whoever holds a shared access signature.
     *
     * @param scope the container or blob that it opens
     * @param actions what it permits there
     * @param obligations what every permit from it carries
     * @param policy the stored access policy that the signature names, as it was then; empty for
     *     none
     */
    record SharedAccess(
            UUID tenant,
            UUID account,
            Scope scope,
            Set<Action> actions,
            Set<Obligation> obligations,
            String keyName,
            String policy,
            Origin origin)
            implements Caller {
        public SharedAccess {
            actions = Set.copyOf(actions);
            obligations = Set.copyOf(obligations);
        }
    }

    /**
     * Whoever holds a signature that a principal made with its user delegation key. It may do what
     * the signature says, as long as the principal may itself.
     *
     * @param signer the principal's object id
     * @param scope the container or blob that it opens
     * @param actions what it permits there, each with what its signer must be permitted
     * @param epoch the policy epoch that was read with the signer, if it was
     */
    record Delegated(
            UUID tenant,
            UUID signer,
            UUID account,
            Scope scope,
            Map<Action, Action> actions,
            Origin origin,
            Optional<PolicyEpoch> epoch)
            implements Caller {
        public Delegated {
            actions = Map.copyOf(actions);
        }

        @Override
        public Delegated withoutEpoch() {
            return new Delegated(tenant, signer, account, scope, actions, origin, Optional.empty());
        }
    }

    /** The operator, over the control socket. No principal of any tenant. */
    record Operator(String name, Origin origin) implements Caller {}

    /**
     * The platform itself, where it tidies a tenant's records or carries out what the tenant has
     * laid down. It has no credential and asks nobody: only {@link Upkeep} gives it permits.
     *
     * @param instruction what it acts on: a fixed phrase, or the tenant's rule by name
     */
    record Platform(String instruction, Origin origin) implements Caller {}
}
