package fr.bleu.storage;

import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The encryption scopes of accounts, as far as blobs need them: whether there is one of a name, and
 * whether it may be used. Their keys are derived ({@link ContentKeys}), so that nothing of them is
 * kept.
 */
public final class EncryptionScopes {
    private final Reads reads;

    EncryptionScopes(Reads reads) {
        this.reads = reads;
    }

    static Key prefix(UUID account) {
        return Key.of(account, Tables.ENCRYPTION_SCOPE);
    }

    private static Key key(UUID account, String name) {
        return prefix(account).text(name);
    }

    /** The name in a record's key. */
    static String name(Key key) {
        byte[] bytes = key.bytes();
        int at = prefix(Key.PLATFORM).length();
        return new String(bytes, at, bytes.length - at - 1, StandardCharsets.UTF_8);
    }

    /** What lays down that a scope is there, and whether it may be used. */
    public static Write put(UUID account, String name, boolean enabled) {
        return new Write.Put(key(account, name), new Encoder(8).int8(enabled ? 1 : 0).done());
    }

    /**
     * Holds a scope to be there and enabled.
     *
     * @return what must still hold when something is written with it
     * @throws fr.bleu.http.Failure 404 when there is none, 403 when it is disabled
     */
    Check require(UUID account, String name) {
        Stored scope =
                reads.get(key(account, name))
                        .orElseThrow(
                                () ->
                                        StorageError.ACCOUNT_NOT_FOUND.failure(
                                                "There is no such encryption scope."));
        if (new Decoder(scope.value()).int8() == 0) {
            throw StorageError.ENCRYPTION_SCOPE_DISABLED.failure();
        }
        return scope.unchanged();
    }

    /** The same for a blob's scope, if it has one. */
    List<Check> require(UUID account, Optional<Encryption> encryption) {
        return encryption
                .map(Encryption::scope)
                .filter(name -> !name.isEmpty())
                .map(name -> List.of(require(account, name)))
                .orElse(List.of());
    }
}
