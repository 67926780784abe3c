package fr.bleu.storage;

import fr.bleu.extents.Extents;
import fr.bleu.keys.Keys;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Names;
import fr.bleu.trust.Records;
import fr.bleu.trust.Upkeep;
import java.time.Duration;
import java.time.InstantSource;

/** The domain of the blob service, wired. */
public final class Storage {
    /** How long a log file of a change feed becomes: 128 MiB, about 200,000 events. */
    private static final long FEED_FILE_BYTES = 128L << 20;

    private final Accounts accounts;
    private final Delegations delegations;
    private final Containers containers;
    private final ContainerListing containerListing;
    private final Blobs blobs;
    private final BlobReader reader;
    private final BlobListing blobListing;
    private final Blocks blocks;
    private final BlockLists blockLists;
    private final Leases leases;
    private final BlobTags blobTags;
    private final TagSearch tagSearch;
    private final Tiers tiers;
    private final BlobHolds blobHolds;
    private final ContainerPolicies containerPolicies;
    private final ContainerRestore containerRestore;
    private final Deletions deletions;
    private final ServiceProperties serviceProperties;
    private final Snapshots snapshots;
    private final Undeletion undeletion;
    private final AppendBlobs appendBlobs;
    private final PageBlobs pageBlobs;
    private final PageRanges pageRanges;
    private final ActiveReads activeReads = new ActiveReads();
    private final Records records;
    private final Commits commits;
    private final Names names;
    private final Keys keys;
    private final ContentKeys contentKeys;
    private final EncryptionScopes encryptionScopes;
    private final Extents extents;
    private final InstantSource clock;
    private final CopySources copySources;
    private final Copies copies;
    private final BackgroundCopies backgroundCopies;
    private final BlobCommits blobCommits;
    private final LifecyclePolicies lifecyclePolicies;
    private final FeedFiles.Tools feedTools;

    public Storage(
            Records records,
            Commits commits,
            Names names,
            Keys keys,
            Extents extents,
            InstantSource clock) {
        this.records = records;
        this.commits = commits;
        this.names = names;
        this.keys = keys;
        this.extents = extents;
        this.clock = clock;
        accounts = new Accounts(records, names, keys);
        delegations = new Delegations(accounts, commits, clock);
        contentKeys = new ContentKeys(keys);
        AccountGuard guard = new AccountGuard(accounts);
        encryptionScopes = new EncryptionScopes(records, commits, guard, clock);
        RunningCopies running = new RunningCopies(extents);
        blobCommits = new BlobCommits(records, commits, guard, clock, running);
        BodyReader bodies = new BodyReader(extents);
        feedTools = new FeedFiles.Tools(records, blobCommits, bodies, keys, clock);
        containers = new Containers(records, commits, guard, clock);
        containerListing = new ContainerListing(records, clock);
        blobs = new Blobs(records, blobCommits, contentKeys, bodies, clock, activeReads);
        reader = new BlobReader(records, contentKeys, extents, activeReads);
        blobListing = new BlobListing(records, running, clock);
        blocks = new Blocks(records, commits, guard, blobCommits, blobs, bodies, clock);
        Preparation preparation = new Preparation(commits, guard, clock);
        blockLists = new BlockLists(records, blobCommits, preparation, blobs, clock);
        leases = new Leases(blobCommits, containers, clock);
        StateChanges changes = new StateChanges(records, blobCommits, guard, clock);
        blobTags = new BlobTags(records, blobCommits, changes, clock);
        tagSearch = new TagSearch(records);
        tiers = new Tiers(changes, clock);
        blobHolds = new BlobHolds(changes);
        containerPolicies = new ContainerPolicies(containers, clock);
        copySources =
                new CopySources(records, blobCommits, reader, activeReads, contentKeys, clock);
        copies = new Copies(blobCommits, blobs, copySources, clock);
        backgroundCopies =
                new BackgroundCopies(blobCommits, blobs, copies, copySources, running, clock);
        containerRestore = new ContainerRestore(records, commits, guard, clock);
        deletions = new Deletions(records, blobCommits, blobs, guard, clock);
        serviceProperties = new ServiceProperties(accounts, commits, guard, keys, clock);
        snapshots = new Snapshots(records, blobCommits, guard, contentKeys, clock);
        undeletion = new Undeletion(records, blobCommits, clock);
        Creation creation = new Creation(records, blobCommits, blobs, clock);
        Forks forks = new Forks(records, blobCommits, commits, guard, clock);
        appendBlobs =
                new AppendBlobs(records, blobCommits, creation, forks, contentKeys, bodies, clock);
        pageBlobs =
                new PageBlobs(
                        records,
                        blobCommits,
                        creation,
                        forks,
                        new PageReader(records, extents),
                        contentKeys,
                        bodies,
                        clock);
        pageRanges = new PageRanges(records, blobCommits, clock);
        lifecyclePolicies = new LifecyclePolicies(records, commits, guard, clock);
    }

    /** How content is encrypted. */
    public ContentKeys contentKeys() {
        return contentKeys;
    }

    public EncryptionScopes encryptionScopes() {
        return encryptionScopes;
    }

    public Copies copies() {
        return copies;
    }

    CopySources copySources() {
        return copySources;
    }

    /** To be closed before the store. */
    public BackgroundCopies backgroundCopies() {
        return backgroundCopies;
    }

    /**
     * Starts to give space back in the background.
     *
     * @param grace {@link Collector#ALONE} or {@link Collector#AMONG_NODES}
     */
    public Collector collector(Upkeep upkeep, Duration grace) {
        return new Collector(this, upkeep, grace);
    }

    public LifecyclePolicies lifecyclePolicies() {
        return lifecyclePolicies;
    }

    /** Starts to carry out lifecycle policies in the background. */
    public LifecycleRounds lifecycleRounds(Upkeep upkeep) {
        return new LifecycleRounds(this, upkeep);
    }

    /**
     * @param rest called between pages and after each change
     */
    Lifecycle lifecycle(Upkeep upkeep, Runnable rest) {
        AccountGuard guard = new AccountGuard(accounts);
        LifecycleDeeds deeds =
                new LifecycleDeeds(records, blobCommits, blobs, guard, upkeep, clock);
        return new Lifecycle(records, commits, guard, deeds, upkeep, clock, rest);
    }

    /** Starts to publish change feeds in the background. */
    public FeedPublishing feedPublishing(Upkeep upkeep) {
        return new FeedPublishing(
                feedPublisher(upkeep, FEED_FILE_BYTES), records, accounts.feeds(), allAccounts());
    }

    FeedPublisher feedPublisher(Upkeep upkeep, long fileBytes) {
        return new FeedPublisher(feedTools, containers, upkeep, fileBytes);
    }

    /** Verifies what is stored when it is told to, at {@link Scrub#RATE}. */
    public Scrub scrub(Upkeep upkeep) {
        return new Scrub(this, upkeep, Scrub.RATE);
    }

    Keys keys() {
        return keys;
    }

    /**
     * @param afterCommit called after each commit of the sweep, to rest
     */
    Collecting.Tools tools(Runnable afterCommit) {
        return new Collecting.Tools(records, commits, names, extents, clock, afterCommit);
    }

    ActiveReads activeReads() {
        return activeReads;
    }

    AllAccounts allAccounts() {
        return new AllAccounts(names);
    }

    Extents extents() {
        return extents;
    }

    public Delegations delegations() {
        return delegations;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Containers containers() {
        return containers;
    }

    public ContainerListing containerListing() {
        return containerListing;
    }

    public Blobs blobs() {
        return blobs;
    }

    public BlobReader reader() {
        return reader;
    }

    public BlobListing blobListing() {
        return blobListing;
    }

    public Blocks blocks() {
        return blocks;
    }

    public BlockLists blockLists() {
        return blockLists;
    }

    public Leases leases() {
        return leases;
    }

    public BlobTags blobTags() {
        return blobTags;
    }

    public TagSearch tagSearch() {
        return tagSearch;
    }

    public Tiers tiers() {
        return tiers;
    }

    public BlobHolds blobHolds() {
        return blobHolds;
    }

    public ContainerPolicies containerPolicies() {
        return containerPolicies;
    }

    /** This moment: what leases and rehydration depend on. */
    public Stamp now() {
        return Stamp.now(clock);
    }

    public ContainerRestore containerRestore() {
        return containerRestore;
    }

    public Deletions deletions() {
        return deletions;
    }

    public ServiceProperties serviceProperties() {
        return serviceProperties;
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    public Undeletion undeletion() {
        return undeletion;
    }

    public AppendBlobs appendBlobs() {
        return appendBlobs;
    }

    public PageBlobs pageBlobs() {
        return pageBlobs;
    }

    public PageRanges pageRanges() {
        return pageRanges;
    }
}
