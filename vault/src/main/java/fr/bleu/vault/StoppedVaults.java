package fr.bleu.vault;

import fr.bleu.keys.Keys;
import fr.bleu.keys.OpenFailedException;
import fr.bleu.keys.SealingKey;
import fr.bleu.keys.UnknownKeyException;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.trust.Names;
import fr.bleu.trust.Records;
import java.util.List;
import java.util.function.Consumer;

/** Opens every version of every secret of a stopped instance, and shows none. */
public final class StoppedVaults {

    private static final int PAGE = 100;

    private final Records records;
    private final Names names;
    private final Keys keys;

    public StoppedVaults(Records records, Names names, Keys keys) {
        this.records = records;
        this.names = names;
        this.keys = keys;
    }

    /**
     * Verifies every vault.
     *
     * @param found told of each thing that does not open, by opaque ids
     * @return how many versions of secrets opened
     */
    public long verify(Consumer<String> found) {
        long opened = 0;
        String after = "";
        List<Names.Named> page;
        do {
            page = names.page(VaultDirectory.NAME_KIND, after, PAGE);
            for (Names.Named vault : page) {
                opened += vault(vault.holder(), found);
                after = vault.name();
            }
        } while (page.size() == PAGE);
        return opened;
    }

    private long vault(Names.Holder holder, Consumer<String> found) {
        String vault = "vault " + holder.owner();
        try {
            return secrets(holder, keys.account(holder.tenant(), holder.owner()), found);
        } catch (OpenFailedException | UnknownKeyException e) {
            found.accept(vault + ": its key does not open: " + e.getMessage());
            return 0;
        }
    }

    private long secrets(Names.Holder holder, SealingKey key, Consumer<String> found) {
        Key all = Key.of(holder.owner(), Tables.VERSIONS);
        Key from = all;
        long opened = 0;
        List<Stored> page;
        do {
            page = records.scan(from, all.afterPrefix(), PAGE);
            for (Stored version : page) {
                try {
                    SecretRecords.open(key, version);
                    opened++;
                } catch (OpenFailedException | IllegalArgumentException | IllegalStateException e) {
                    found.accept(
                            "vault "
                                    + holder.owner()
                                    + ": a secret's version does not open: "
                                    + "written by commit "
                                    + version.version());
                }
                from = version.key().next();
            }
        } while (page.size() == PAGE);
        return opened;
    }
}
