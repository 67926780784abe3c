package fr.bleu.vault;

import fr.bleu.keys.Keys;
import fr.bleu.trust.Trust;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Everything that can be done with secrets.
 *
 * @param live set, get, update
 * @param deleted delete, get deleted, recover, purge
 */
public record Secrets(SecretStore live, DeletedSecrets deleted, SecretLists lists) {

    /**
     * @param random a cryptographic source, for versions' ids
     */
    public static Secrets open(
            Trust trust, Keys keys, InstantSource clock, RandomGenerator random) {
        SecretRecords records = new SecretRecords(trust.records(), keys, clock);
        SecretCommits commits = new SecretCommits(trust.commits());
        return new Secrets(
                new SecretStore(records, commits, clock, random),
                new DeletedSecrets(records, commits, clock),
                new SecretLists(records, commits, clock));
    }
}
