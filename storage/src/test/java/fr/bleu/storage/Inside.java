package fr.bleu.storage;

import static fr.bleu.storage.World.committed;

import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.trust.CommitResult;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What lies behind the protocol in {@code acct}, as no client sees or changes it. */
final class Inside {
    private final World world;

    Inside(World world) {
        this.world = world;
    }

    private Account account() {
        return world.account("acct");
    }

    private AccountGuard guard() {
        return new AccountGuard(world.storage.accounts());
    }

    BlobCommits blobCommits() {
        return new BlobCommits(
                world.trust.records(),
                world.trust.commits(),
                guard(),
                world.clock,
                new RunningCopies(world.extents));
    }

    /** Gives a blob blocks or pages of its own, as it was found. */
    void fork(String container, String blob, FoundBlob found) {
        new Forks(world.trust.records(), blobCommits(), world.trust.commits(), guard(), world.clock)
                .fork(
                        world.onBlob(container, blob),
                        found,
                        found.existing(),
                        world.keys.account(world.tenant, account().id()));
    }

    FoundBlob found(Permit permit) {
        return blobCommits().find(BlobTarget.of(permit));
    }

    Preparation preparation() {
        return new Preparation(world.trust.commits(), guard(), world.clock);
    }

    void commit(Draft draft) {
        committed(world.trust.commits().commit(world.management.onAccount("acct", "write"), draft));
    }

    boolean commits(Draft draft) {
        return world.trust.commits().commit(world.management.onAccount("acct", "write"), draft)
                instanceof CommitResult.Committed;
    }

    /** The text of a blob's uncommitted blocks, one after the other. */
    String uncommitted(String container, String blob) {
        Account account = account();
        Reads reads = world.trust.records();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Session.find(reads, session(account, container, blob))
                .ifPresent(
                        open ->
                                Blocks.uncommitted(reads, account.id(), open.session())
                                        .forEach(block -> read(block, account, out)));
        return out.toString(StandardCharsets.UTF_8);
    }

    private Key session(Account account, String container, String blob) {
        Key place = new ContainerTarget(world.tenant, account.id(), container).key();
        byte[] stored = world.trust.records().get(place).orElseThrow().value();
        return Slot.flat(account.id(), Container.decode(container, stored).incarnation(), blob)
                .in(Tables.SESSION);
    }

    private void read(Block block, Account account, ByteArrayOutputStream out) {
        try {
            world.extents.read(
                    block.extent(),
                    account.id(),
                    world.keys.account(world.tenant, account.id()),
                    0,
                    block.length(),
                    out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
