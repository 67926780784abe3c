package fr.bleu.trust;

import fr.bleu.ledger.SignerKey;
import fr.bleu.store.Key;
import fr.bleu.store.Write;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The operator's signed policy, version 1: in which places data may be, and whether it may be
 * public. A tenant may narrow it for itself, step by step, and never widen it.
 */
public final class SovereigntyPolicy {

    /** The rule of the operator's policy. */
    public static final String RULE_PLACE = "bleu.place.allowed";

    /** The rule by which tenants may open data to everybody. */
    public static final String RULE_PUBLIC = "bleu.public.allowed";

    /** The rule of a tenant's own narrowing. */
    public static final String RULE_NARROWED = "bleu.place.narrowed";

    /** The rule that a node places data only for regions of its own country and entity. */
    public static final String RULE_NODE = "bleu.place.node";

    /** Content comes from the platform itself and from nowhere else. */
    public static final String RULE_TRANSFER_OUTSIDE = "bleu.transfer.outside";

    /** Content does not go from one tenant to another. */
    public static final String RULE_TRANSFER_TENANT = "bleu.transfer.tenant";

    private static final int TRIES = 5;

    private final String signed;
    private final String vkey;
    private final PolicyDocument document;
    private final TenantAccess access;

    /** The allowed regions that this node stands in. */
    private final Set<String> here;

    /** Reads the signed policy; an altered one is a {@link TrustRefusedException}. */
    SovereigntyPolicy(String signed, SignerKey key, TenantAccess access, Node node) {
        this.signed = signed;
        this.vkey = key.verifier().toString();
        this.document = PolicyDocument.open(signed, key.verifier());
        this.access = access;
        this.here = regions(document.places().stream().filter(node::standsIn));
    }

    /** The places that the operator allows. */
    public List<Place> places() {
        return document.places();
    }

    /** The regions that are left for a tenant, in order. */
    public Set<String> regions(UUID tenant) {
        return left(access.of(tenant));
    }

    /**
     * The policy for whoever holds a permit for {@link Actions#POLICY_SHOW}: JSON with {@code note}
     * (the signed text as c2sp.org/signed-note lays it out) and {@code key}, which verifies it.
     */
    public String show(Permit permit) {
        permit.require(Actions.POLICY_SHOW);
        JsonMapper json = new JsonMapper();
        return json.writerWithDefaultPrettyPrinter()
                .writeValueAsString(json.createObjectNode().put("note", signed).put("key", vkey));
    }

    /**
     * Leaves only these regions to the permit's tenant.
     *
     * @param permit for {@link Actions#POLICY_TIGHTEN} at the tenant's root scope
     */
    public TightenResult tighten(Permit permit, Set<String> regions, Commits commits) {
        permit.require(Actions.POLICY_TIGHTEN);
        if (!permit.target().scope().path().isEmpty()) {
            throw new IllegalStateException("a tenant's policy is narrowed at its root");
        }
        Set<String> wanted =
                regions.stream().map(SovereigntyPolicy::region).collect(Collectors.toSet());
        UUID tenant = permit.target().tenant();
        for (int i = 0; i < TRIES; i++) {
            TenantAccess.State state = access.of(tenant);
            Set<String> left = left(state);
            if (!left.containsAll(wanted)) {
                Set<String> beyond = new TreeSet<>(wanted);
                beyond.removeAll(left);
                return new TightenResult.WouldLoosen(beyond);
            }
            if (wanted.isEmpty()) {
                return new TightenResult.NothingLeft();
            }
            Draft draft = narrowing(tenant, state, wanted);
            if (commits.commit(permit, draft) instanceof CommitResult.Committed committed) {
                return new TightenResult.Tightened(wanted, committed);
            }
        }
        throw new UnavailableException("the tenant's policy keeps changing");
    }

    private static Draft narrowing(UUID tenant, TenantAccess.State state, Set<String> wanted) {
        Key key = Key.of(tenant, Tables.TIGHTENED_POLICY);
        return new Draft()
                .check(state.epoch())
                .own(tenant, TenantAccess.newEpoch(tenant))
                .own(tenant, new Write.Put(key, PolicyFormat.writeRegions(wanted)))
                .detail("regions", String.join(",", new TreeSet<>(wanted)));
    }

    /** The rule that forbids the place, if one does. */
    Optional<String> forbids(String place, Optional<Set<String>> narrowed) {
        String region = region(place);
        if (!allowed().contains(region)) {
            return Optional.of(RULE_PLACE);
        }
        if (narrowed.filter(regions -> !regions.contains(region)).isPresent()) {
            return Optional.of(RULE_NARROWED);
        }
        return here.contains(region) ? Optional.empty() : Optional.of(RULE_NODE);
    }

    /** Whether this node stands in all allowed regions, so that no narrowing excludes it. */
    boolean hasNodeEverywhere() {
        return here.equals(allowed());
    }

    /**
     * Whether this node stands in none of the regions that are left for a tenant, so that it takes
     * no content for it.
     */
    boolean excludesThisNode(Optional<Set<String>> narrowed) {
        Set<String> left = allowed();
        narrowed.ifPresent(left::retainAll);
        return Collections.disjoint(here, left);
    }

    /** Whether tenants may open data to everybody. */
    public boolean allowsPublicData() {
        return document.publicData();
    }

    private Set<String> left(TenantAccess.State state) {
        Set<String> left = allowed();
        state.narrowed().ifPresent(left::retainAll);
        return left;
    }

    private Set<String> allowed() {
        return regions(document.places().stream());
    }

    private static Set<String> regions(Stream<Place> places) {
        return places.map(place -> region(place.region()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A region's name as Azure normalises it: lower case, without spaces. */
    private static String region(String name) {
        return name.toLowerCase(Locale.ROOT).replace(" ", "");
    }
}
