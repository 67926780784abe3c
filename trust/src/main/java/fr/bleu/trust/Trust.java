package fr.bleu.trust;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Everything of this floor, wired. */
public final class Trust implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Trust.class.getName());

    /** How often a grown tree is signed. */
    static final Duration SIGN_EVERY = Duration.ofMillis(100);

    private static final Duration COUNT_EVERY = Duration.ofSeconds(1);

    private final TrustConfig config;
    private final TenantAccess access;
    private final Placement placement;
    private final Authorizer authorizer;
    private final Commits commits;
    private final RoleAssignments roles;
    private final Observations observations;
    private final SovereigntyPolicy policy;
    private final LedgerSigner signer;
    private final Receipts receipts;
    private final Ledger ledger;
    private final ActivityLog activityLog;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread signing;
    private final Thread counting;

    private Trust(TrustConfig config, Genesis genesis) {
        this.config = config;
        Tags tags = genesis.tags();
        EntrySealer sealer = new EntrySealer(config.keys(), tags, config.random(), config.node());
        Succession.begin(config, sealer);
        Journal journal = new Journal(config.store(), sealer, config.clock(), config.random());
        config.keys().custody(new RecordingCustody(journal, sealer));
        this.access = new TenantAccess(config.store(), config.clock());
        this.policy =
                new SovereigntyPolicy(
                        genesis.signedPolicy(), genesis.policyKey(), access, config.node());
        this.signer = new LedgerSigner(config, genesis.ledgerKey());
        this.observations = new Observations(journal, config.clock());
        this.placement = new Placement(access, policy);
        this.authorizer = new Authorizer(access, policy, placement, observations, journal);
        this.commits = new Commits(config.store(), journal, authorizer);
        this.roles = new RoleAssignments(access, commits, config.clock());
        this.receipts = new Receipts(config.store(), tags, signer);
        this.ledger = new Ledger(config.store(), signer, tags, sealer, journal);
        this.activityLog = new ActivityLog(config.store(), tags, sealer);
        this.signing = repeat("ledger-signer", SIGN_EVERY, signer::sign);
        this.counting = repeat("observations", COUNT_EVERY, observations::tick);
    }

    /**
     * Opens; an empty store gets its keys and policy. Store and keys remain the caller's to close,
     * after this.
     *
     * @throws TrustRefusedException when the store's policy was altered or its ledger shortened
     */
    public static Trust open(TrustConfig config) {
        return new Trust(config, Genesis.open(config));
    }

    public Authorizer authorizer() {
        return authorizer;
    }

    public Commits commits() {
        return commits;
    }

    /** For the services' background work only, never for what a request asks. */
    public Upkeep upkeep() {
        return new Upkeep(placement);
    }

    public Records records() {
        return new StoreRecords(config.store(), access);
    }

    public RoleAssignments roles() {
        return roles;
    }

    public Names names() {
        return new Names(config.store());
    }

    /** The other stamps of the platform. */
    public Stamps stamps() {
        return new Stamps(config.store(), commits, config.stampName());
    }

    public Observations observations() {
        return observations;
    }

    public Receipts receipts() {
        return receipts;
    }

    public Ledger ledger() {
        return ledger;
    }

    public SovereigntyPolicy policy() {
        return policy;
    }

    public ActivityLog activityLog() {
        return activityLog;
    }

    /** Commits what was counted, signs a last checkpoint, stops. */
    @Override
    public void close() {
        stop.countDown();
        join(signing);
        join(counting);
        quietly("observations", observations::flush);
        quietly("ledger-signer", signer::sign);
    }

    private Thread repeat(String name, Duration every, Runnable work) {
        return Thread.ofVirtual()
                .name(name)
                .start(
                        () -> {
                            while (!stopped(every)) {
                                quietly(name, work);
                            }
                        });
    }

    private boolean stopped(Duration wait) {
        try {
            return stop.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** A failure of one round is said and tried again in the next: the store tells when it died. */
    private static void quietly(String name, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, name + ": " + e.getMessage());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
