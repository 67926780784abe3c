package fr.bleu.vault;

import fr.bleu.store.Change;
import fr.bleu.store.ChangeId;
import fr.bleu.store.Key;
import fr.bleu.store.Reads.Stored;
import fr.bleu.store.Table;
import fr.bleu.store.Write;
import fr.bleu.store.disk.DiskFile;
import fr.bleu.trust.Actions;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a platform has stored, as somebody with its files, or its operator, sees it. */
final class StoredContents {
    private static final Pattern DONE_BY =
            Pattern.compile(
                    "\"result\":\"([a-z]+)\"[^\\n]*?\"action\":\"(Microsoft\\.KeyVault[^\"]*)\"");

    private final TestPlatform platform;

    StoredContents(TestPlatform platform) {
        this.platform = platform;
    }

    /** Every record of every owner. */
    List<Stored> everyRecord() {
        Key first = Key.ofBytes(new byte[] {Key.FORMAT});
        return platform.store.scan(first, first.afterPrefix(), 10_000);
    }

    List<Stored> records(Table table) {
        return everyRecord().stream().filter(it -> it.key().tableId() == table.id()).toList();
    }

    /** Writes past trust, as somebody with the store's files could. */
    void forge(Key key, byte[] value) {
        platform.store.commit(
                new Change(
                        ChangeId.random(platform.clock.millis(), platform.random),
                        key.owner(),
                        List.of(),
                        List.of(new Write.Put(key, value)),
                        List.of()));
    }

    /** Every byte of every file that the store has written, as ISO-8859-1. */
    String diskContents() throws IOException {
        StringBuilder all = new StringBuilder();
        addFiles("", all);
        return all.toString();
    }

    private void addFiles(String folder, StringBuilder all) throws IOException {
        for (String name : platform.disk.list(folder)) {
            String path = folder.isEmpty() ? name : folder + "/" + name;
            try (DiskFile file = platform.disk.open(path)) {
                byte[] bytes = new byte[Math.toIntExact(file.size())];
                file.read(0, bytes, 0, bytes.length);
                all.append(new String(bytes, StandardCharsets.ISO_8859_1));
            } catch (NoSuchFileException e) {
                addFiles(path, all);
            }
        }
    }

    /** The tenant's ledger entries as an export opens them. */
    String entries(TestPlatform.Tenant tenant, Path empty) throws IOException {
        Permit permit =
                platform.trust
                        .authorizer()
                        .permit(
                                TestPlatform.OPERATOR,
                                Actions.LEDGER_EXPORT,
                                Target.of(Key.PLATFORM, Scope.of("")));
        platform.trust.ledger().export(permit, empty, Optional.of(tenant.id()));
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(empty.resolve("opened"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    /** {@code result action} of every entry about what is in vaults, in order. */
    List<String> secretEntries(TestPlatform.Tenant tenant, Path empty) throws IOException {
        List<String> found = new ArrayList<>();
        for (String entry : entries(tenant, empty).split("\\{\"v\":2,", -1)) {
            Matcher matcher = DONE_BY.matcher(entry);
            if (matcher.find() && matcher.group(2).contains("/secrets/")) {
                found.add(
                        matcher.group(1)
                                + " "
                                + matcher.group(2)
                                        .substring("Microsoft.KeyVault/vaults/secrets/".length()));
            }
        }
        return found;
    }
}
