package fr.bleu.trust;

import fr.bleu.keys.Keys;
import fr.bleu.ledger.MalformedException;
import fr.bleu.ledger.SignerKey;
import fr.bleu.store.Check;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Table;
import fr.bleu.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The platform's own records that exist from the first start on: the tags' secret, the ledger's and
 * the policy's signing keys, all sealed under the platform's key, and the signed policy. Each is
 * {@code format(1) = 1 ‖ bytes}; they are born in one commit, the ledger's first.
 */
record Genesis(Tags tags, SignerKey ledgerKey, SignerKey policyKey, String signedPolicy) {

    private static final byte FORMAT = 1;
    private static final String ACTION = "Bleu.Platform/firstStart";

    /** Reads the records, or makes them in an empty store. */
    static Genesis open(TrustConfig config) {
        if (config.store().get(key(Tables.TAG_SECRET)).isEmpty()) {
            make(config);
        }
        return read(config);
    }

    private static Genesis read(TrustConfig config) {
        try {
            SignerKey ledgerKey = ledgerKey(config.store(), config.keys());
            requireStamp(config, stamp(ledgerKey));
            return new Genesis(
                    new Tags(unsealed(config, Tables.TAG_SECRET)),
                    ledgerKey.named(config.origin()),
                    SignerKey.parse(text(unsealed(config, Tables.POLICY_KEY))),
                    text(value(config.store(), Tables.POLICY)));
        } catch (MalformedException e) {
            throw new TrustRefusedException("a signing key in the store cannot be read");
        }
    }

    /** A ledger is of one stamp for good; its key keeps the origin that it was made for. */
    private static String stamp(SignerKey ledgerKey) {
        String origin = ledgerKey.verifier().name();
        return origin.substring(0, origin.lastIndexOf("/g"));
    }

    private static void requireStamp(TrustConfig config, String made) {
        if (!made.equals(config.stamp())) {
            throw new TrustRefusedException(
                    "its ledger is of " + made + ", not of " + config.stamp());
        }
    }

    /** The stamp's identity that a store's ledger was made for, if it has one yet. */
    static Optional<String> stamp(Reads store, Keys keys) {
        return store.get(key(Tables.LEDGER_KEY)).isEmpty()
                ? Optional.empty()
                : Optional.of(stamp(ledgerKey(store, keys)));
    }

    private static SignerKey ledgerKey(Reads store, Keys keys) {
        try {
            return SignerKey.parse(text(unsealed(store, keys, Tables.LEDGER_KEY)));
        } catch (MalformedException e) {
            throw new TrustRefusedException("the ledger's key in the store cannot be read");
        }
    }

    private static void make(TrustConfig config) {
        byte[] secret = new byte[Tags.SECRET_BYTES];
        config.random().nextBytes(secret);
        SignerKey ledgerKey = SignerKey.generate(config.origin(), config.random());
        SignerKey policyKey = SignerKey.generate(config.stamp() + "/policy", config.random());
        String policy = PolicyDocument.of(config.places(), config.publicData()).sign(policyKey);
        List<Write> writes = new ArrayList<>();
        writes.add(sealed(config, Tables.TAG_SECRET, secret));
        writes.add(sealed(config, Tables.LEDGER_KEY, utf8(ledgerKey.secretText())));
        writes.add(sealed(config, Tables.POLICY_KEY, utf8(policyKey.secretText())));
        writes.add(put(Tables.POLICY, utf8(policy)));
        List<Check> checks = new ArrayList<>();
        writes.forEach(write -> checks.add(new Check.Absent(write.key())));
        Map<String, String> details = new LinkedHashMap<>();
        details.put("ledger-key", ledgerKey.verifier().toString());
        details.put("policy-key", policyKey.verifier().toString());
        EntrySealer sealer =
                new EntrySealer(config.keys(), new Tags(secret), config.random(), config.node());
        Entry entry = Entry.platform(Entry.Kind.PLATFORM, Key.PLATFORM, ACTION, details);
        // A conflict says that another node was first; its records are read.
        CommitResult _ =
                new Journal(config.store(), sealer, config.clock(), config.random())
                        .commit(Key.PLATFORM, checks, writes, entry);
    }

    static Key key(Table table) {
        return Key.of(Key.PLATFORM, table);
    }

    static Write put(Table table, byte[] bytes) {
        byte[] value = new byte[bytes.length + 1];
        value[0] = FORMAT;
        System.arraycopy(bytes, 0, value, 1, bytes.length);
        return new Write.Put(key(table), value);
    }

    /** The bytes of a record; empty if there is none. */
    static Optional<byte[]> bytes(Optional<Stored> stored) {
        return stored.map(Stored::value)
                .map(
                        value -> {
                            if (value[0] != FORMAT) {
                                throw new TrustRefusedException("unknown format of a record");
                            }
                            return Arrays.copyOfRange(value, 1, value.length);
                        });
    }

    private static Write sealed(TrustConfig config, Table table, byte[] plain) {
        return put(table, config.keys().platform().seal(plain, place(table)));
    }

    private static byte[] unsealed(TrustConfig config, Table table) {
        return unsealed(config.store(), config.keys(), table);
    }

    private static byte[] unsealed(Reads store, Keys keys, Table table) {
        return keys.platform().open(value(store, table), place(table));
    }

    private static byte[] value(Reads store, Table table) {
        return bytes(store.get(key(table)))
                .orElseThrow(
                        () -> new TrustRefusedException("the store lacks its " + table.name()));
    }

    private static byte[] place(Table table) {
        return utf8("bleu " + table.name() + " 1");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
