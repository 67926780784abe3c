package fr.bleu.storage;

import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Target;

/** A copy to a container's {@code b} that stays pending, since nobody carries it out. */
final class CatalogueCopy {

    private CatalogueCopy() {}

    /** Begins it; the copy's id is returned. */
    static String begin(World world, String container) {
        Permit source = permit(world, Actions.READ_BLOB, "src", "source");
        CopyPlan plan =
                new CopyPlan(
                        source,
                        Moment.NOW,
                        "https://x/src/source",
                        Conditions.NONE,
                        true,
                        new ContentHeaders("", "", "", "", "", Checksums.NONE),
                        Metadata.EMPTY,
                        PutOptions.NONE,
                        Checksums.UNDECLARED,
                        Conditions.NONE);
        Changed<Blob> begun =
                world.storage
                        .backgroundCopies()
                        .start(
                                permit(world, Actions.WRITE_BLOB, container, "b"),
                                plan,
                                world.storage
                                        .copySources()
                                        .find(source, Moment.NOW, Conditions.NONE),
                                copy -> {});
        return begun.value().traits().copy().orElseThrow().id().toString();
    }

    private static Permit permit(World world, Action action, String container, String blob) {
        return world.trust
                .authorizer()
                .permit(
                        world.owner,
                        action,
                        Target.in(
                                world.tenant,
                                world.account("acct").id(),
                                ContainerTarget.scope(world.accountScope("acct"), container)
                                        .item(blob)));
    }
}
