package fr.bleu.storage;

import fr.bleu.keys.SealingKey;
import fr.bleu.store.Key;
import fr.bleu.trust.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * An account's record: who it is, and its keys, sealed by its tenant's key: its own key of the
 * hierarchy is born in the same commit and opens nothing before that.
 */
final class AccountRecord {
    private static final byte[] PURPOSE = "storage account keys".getBytes(StandardCharsets.UTF_8);

    private AccountRecord() {}

    static Key key(UUID account) {
        return Key.of(account, Tables.ACCOUNT);
    }

    static byte[] encode(Account account, SealingKey sealing) {
        Encoder secrets = new Encoder(256);
        encode(secrets, account.key1());
        encode(secrets, account.key2());
        Encoder out =
                new Encoder(512)
                        .id(account.tenant())
                        .text(account.name())
                        .text(account.scope().path())
                        .bytes(sealing.seal(secrets.done(), associatedData(account.id())));
        account.settings().encode(out);
        return out.done();
    }

    /** The sealing key of a record's tenant. */
    interface KeyOf {
        SealingKey find(UUID tenant);
    }

    static Account decode(UUID id, byte[] value, KeyOf keys) {
        Decoder in = new Decoder(value);
        UUID tenant = in.id();
        String name = in.text();
        Scope scope = Scope.of(in.text());
        Decoder secrets = new Decoder(keys.find(tenant).open(in.bytes(), associatedData(id)));
        return new Account(
                tenant,
                id,
                name,
                scope,
                decodeKey(secrets),
                decodeKey(secrets),
                AccountSettings.decode(in));
    }

    /** Whose and where an account is: what needs no key to be read. */
    record Place(UUID tenant, Scope scope) {}

    static Place place(byte[] value) {
        Decoder in = new Decoder(value);
        UUID tenant = in.id();
        in.text();
        return new Place(tenant, Scope.of(in.text()));
    }

    /** How an account is set up: no key is needed for that, either. */
    static AccountSettings settings(byte[] value) {
        Decoder in = new Decoder(value);
        in.id();
        in.text();
        in.text();
        in.bytes();
        return AccountSettings.decode(in);
    }

    private static void encode(Encoder out, AccountKey key) {
        out.bytes(key.secret()).int32(key.generation()).int64(key.created().toEpochMilli());
    }

    private static AccountKey decodeKey(Decoder in) {
        return new AccountKey(in.bytes(), in.int32(), Instant.ofEpochMilli(in.int64()));
    }

    private static byte[] associatedData(UUID account) {
        return new Encoder(64).bytes(PURPOSE).id(account).done();
    }
}
