package fr.bleu.storage;

import fr.bleu.extents.Extents;
import fr.bleu.keys.Keys;
import fr.bleu.trust.Commits;
import fr.bleu.trust.Names;
import fr.bleu.trust.Records;
import java.time.InstantSource;

/** The domain of the blob service, wired. */
public final class Storage {
    private final Accounts accounts;
    private final Containers containers;
    private final ContainerListing containerListing;
    private final Blobs blobs;
    private final BlobReader reader;
    private final BlobListing blobListing;
    private final Blocks blocks;
    private final BlockLists blockLists;
    private final CopySources copySources;
    private final Copies copies;
    private final BackgroundCopies backgroundCopies;

    public Storage(
            Records records,
            Commits commits,
            Names names,
            Keys keys,
            Extents extents,
            InstantSource clock) {
        accounts = new Accounts(records, names, keys);
        AccountGuard guard = new AccountGuard(accounts);
        RunningCopies running = new RunningCopies();
        BlobCommits blobCommits = new BlobCommits(records, commits, guard, clock, running);
        BodyReader bodies = new BodyReader(extents);
        containers = new Containers(records, commits, guard, clock);
        containerListing = new ContainerListing(records);
        blobs = new Blobs(records, blobCommits, keys, bodies, clock);
        reader = new BlobReader(records, keys, extents);
        blobListing = new BlobListing(records, running);
        blocks = new Blocks(records, commits, guard, blobCommits, keys, bodies, clock);
        Preparation preparation = new Preparation(commits, guard, clock);
        blockLists = new BlockLists(records, blobCommits, preparation, keys, clock);
        copySources = new CopySources(blobCommits, reader, keys);
        copies = new Copies(blobCommits, blobs, copySources, clock);
        backgroundCopies =
                new BackgroundCopies(blobCommits, blobs, copies, copySources, running, keys, clock);
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
}
