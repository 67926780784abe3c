package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An encryption scope of an account. Its key is derived from the account's ({@link ContentKeys}),
 * so that nothing of it is kept.
 *
 * @param enabled whether it may be used; if not, what it seals is neither read nor written
 */
public record EncryptionScope(String name, boolean enabled, Stamp created, Stamp modified) {

    static Key prefix(UUID account) {
        return Key.of(account, Tables.ENCRYPTION_SCOPE);
    }

    static Key key(UUID account, String name) {
        return prefix(account).text(name);
    }

    /** The name in a record's key. */
    static String name(Key key) {
        byte[] bytes = key.bytes();
        int at = prefix(Key.PLATFORM).length();
        return new String(bytes, at, bytes.length - at - 1, StandardCharsets.UTF_8);
    }

    byte[] encode() {
        return new Encoder(32)
                .int8(enabled ? 1 : 0)
                .int64(created.ticks())
                .int64(modified.ticks())
                .done();
    }

    static EncryptionScope decode(Stored stored) {
        Decoder in = new Decoder(stored.value());
        return new EncryptionScope(
                name(stored.key()), in.int8() != 0, new Stamp(in.int64()), new Stamp(in.int64()));
    }

    /**
     * Holds a scope to be there and enabled.
     *
     * @return what must still hold when something is written with it
     * @throws fr.bleu.http.Failure 404 when there is none, 403 when it is disabled
     */
    static Check requireUsable(Reads reads, UUID account, String name) {
        Stored scope =
                reads.get(key(account, name))
                        .orElseThrow(
                                () ->
                                        StorageError.ACCOUNT_NOT_FOUND.failure(
                                                "There is no such encryption scope."));
        if (!decode(scope).enabled()) {
            throw StorageError.ENCRYPTION_SCOPE_DISABLED.failure();
        }
        return scope.unchanged();
    }

    /** The same for what a blob says of itself, if it names a scope. */
    static List<Check> requireUsable(Reads reads, UUID account, Optional<Encryption> encryption) {
        return encryption
                .map(Encryption::scope)
                .filter(name -> !name.isEmpty())
                .map(name -> List.of(requireUsable(reads, account, name)))
                .orElse(List.of());
    }
}
