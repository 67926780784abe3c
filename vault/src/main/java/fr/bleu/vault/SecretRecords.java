package fr.bleu.vault;

import fr.bleu.keys.Keys;
import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Snapshot;
import fr.bleu.trust.Draft;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Records;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Secrets as records. A secret's head says which version is current; each version is sealed under
 * the vault's own key, and its record's key is the associated data, so that no version opens in
 * another secret's, vault's or version's place. Vault and name always come from a permit's target.
 */
final class SecretRecords {

    private static final byte SEALED_FORMAT = 1;

    private final Records records;
    private final Keys keys;
    private final InstantSource clock;

    SecretRecords(Records records, Keys keys, InstantSource clock) {
        this.records = records;
        this.keys = keys;
        this.clock = clock;
    }

    /** A secret's head as it was read. */
    record Head(Stored stored, SecretRecord secret) {}

    // ---- where they lie ----

    /** Under which all heads of the vault lie, by name. */
    static Key heads(Permit permit) {
        return Key.of(permit.target().owner(), Tables.SECRETS);
    }

    static Key headKey(Permit permit) {
        return heads(permit).text(name(permit));
    }

    /** Under which all versions of the secret lie, by id. */
    static Key versions(Permit permit) {
        return versions(permit, name(permit));
    }

    private static Key versions(Permit permit, String name) {
        return Key.of(permit.target().owner(), Tables.VERSIONS).text(name);
    }

    /** The secret's name in lower case: the last segment of the permit's scope. */
    static String name(Permit permit) {
        String path = permit.target().scope().key();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    // ---- read ----

    /** A view in which heads and versions fit together; close it within seconds. */
    Snapshot snapshot() {
        return records.snapshot();
    }

    /** The head's record, whatever it says. */
    Optional<Stored> storedHead(Permit permit) {
        return records.get(headKey(permit));
    }

    /** The head of a secret that is not deleted, if there is one. */
    Optional<Head> findLive(Reads reads, Permit permit) {
        return find(reads, permit).filter(head -> !head.secret().deleted());
    }

    /**
     * The head of a secret that is not deleted.
     *
     * @throws VaultFailure NOT_FOUND
     */
    Head live(Permit permit) {
        return findLive(records, permit).orElseThrow(() -> notFound(name(permit)));
    }

    /**
     * The head of a deleted secret.
     *
     * @throws VaultFailure NOT_FOUND
     */
    Head deleted(Permit permit) {
        return find(records, permit)
                .filter(head -> head.secret().deleted())
                .orElseThrow(
                        () ->
                                new VaultFailure(
                                        VaultFailure.Kind.NOT_FOUND,
                                        "Deleted Secret not found: " + name(permit)));
    }

    private Optional<Head> find(Reads reads, Permit permit) {
        return reads.get(headKey(permit))
                .map(stored -> new Head(stored, SecretRecord.decode(stored.value())))
                .filter(head -> !head.secret().gone(clock.instant()));
    }

    /**
     * The record of a version.
     *
     * @throws VaultFailure NOT_FOUND
     */
    Stored storedVersion(Permit permit, String id) {
        return records.get(versions(permit).text(id))
                .orElseThrow(() -> notFound(name(permit) + "/" + id));
    }

    /** The version that a head of the permit's secret calls current. */
    Version current(Permit permit, SecretRecord head) {
        return open(permit, storedVersion(permit, head.current()));
    }

    /** The version that a head calls current, in a view that holds both. */
    Version current(Reads reads, Permit permit, SecretRecord head) {
        Key key = versions(permit, Name.key(head.name())).text(head.current());
        return open(
                permit,
                reads.get(key)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "a secret's current version is missing")));
    }

    private static VaultFailure notFound(String id) {
        return new VaultFailure(
                VaultFailure.Kind.NOT_FOUND,
                "A secret with (name/id) "
                        + id
                        + " was not found in this key vault. If you recently deleted this secret"
                        + " you may be able to recover it using the correct recovery command.");
    }

    // ---- written ----

    void put(Permit permit, Draft draft, Version version) {
        Key key = versions(permit).text(version.id());
        byte[] sealed = sealingKey(permit).seal(version.encode(), key.bytes());
        draft.put(key, Formats.withFormat(SEALED_FORMAT, sealed));
    }

    /** Deletes every version of the secret; that they are all of them, the head's check says. */
    void dropVersions(Permit permit, Draft draft) {
        records.scanPrefix(versions(permit), SecretStore.MAX_VERSIONS)
                .forEach(stored -> draft.delete(stored.key()));
    }

    // ---- sealing ----

    Version open(Permit permit, Stored stored) {
        return open(sealingKey(permit), stored);
    }

    /** Opens a version with its vault's key. */
    static Version open(SealingKey vault, Stored stored) {
        byte[] envelope = Formats.withoutFormat(SEALED_FORMAT, stored.value());
        return Version.decode(vault.open(envelope, stored.key().bytes()));
    }

    private SealingKey sealingKey(Permit permit) {
        return keys.account(permit.target().tenant(), permit.target().owner());
    }
}
