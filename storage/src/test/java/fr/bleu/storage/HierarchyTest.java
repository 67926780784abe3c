package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Xml;
import fr.bleu.store.Key;
import fr.bleu.store.Reads;
import fr.bleu.store.Table;
import fr.bleu.trust.Action;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Target;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blobs in directories, as the Blob service shows them. */
class HierarchyTest {
    private static final String MISMATCH = "409 ResourceTypeMismatch";

    private final World world = new World();
    private final TreeAccount tree = TreeAccount.born(world);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aBlobMakesItsDirectoriesAndTheyGoOneByOne() {
        assertEquals("201", tree.put("a/b/c", "text"));
        assertEquals("file text", tree.shown("a/b/c"));
        assertEquals("directory", tree.shown("a/b"));
        assertEquals("directory", tree.shown("a"));
        assertEquals(List.of("a directory", "a/b directory", "a/b/c file"), tree.list(""));
        assertEquals(List.of("a/ prefix directory"), tree.list("&delimiter=%2F"));
        assertEquals(List.of("a/b/c file"), tree.list("&delimiter=%2F&prefix=a%2Fb%2F"));
        assertEquals("409 DirectoryIsNotEmpty", tree.delete("a"));
        assertEquals("409 DirectoryIsNotEmpty", tree.delete("a/b"));
        assertEquals("202", tree.delete("a/b/c"));
        assertEquals("202", tree.delete("a/b"));
        assertEquals("202", tree.delete("a"));
        assertEquals("404 BlobNotFound", tree.shown("a"));
        assertEquals(List.of(), tree.list(""));
    }

    @Test
    void whateverMakesABlobMakesItsDirectories() {
        assertEquals("201", tree.outcome(block("b/x")));
        assertEquals("201", tree.outcome(blockList("l/x")));
        assertEquals("201", tree.outcome(appendBlob("p/x")));
        assertEquals("201", tree.put("source", "copied"));
        assertEquals("202", tree.outcome(copy("c/x", "source")));
        assertEquals(
                List.of(
                        "b directory",
                        "b/x uncommitted",
                        "c directory",
                        "c/x file",
                        "l directory",
                        "l/x file",
                        "p directory",
                        "p/x file",
                        "source file"),
                tree.list("&include=uncommittedblobs"));
        assertEquals("file copied", tree.shown("c/x"));
        assertEquals(MISMATCH, tree.outcome(copy("d", "c")), "a directory is no source");
    }

    private FakeRequest block(String path) {
        return tree.request("PUT", path + "?comp=block&blockid=AAAA").body("block");
    }

    private FakeRequest blockList(String path) {
        return tree.request("PUT", path + "?comp=blocklist").body("<BlockList/>");
    }

    private FakeRequest appendBlob(String path) {
        return tree.request("PUT", path).with("x-ms-blob-type", "AppendBlob").body("");
    }

    private FakeRequest copy(String path, String source) {
        return tree.request("PUT", path)
                .with(
                        "x-ms-copy-source",
                        "https://tree.blob.core.bleu.localhost:8443/con/" + source);
    }

    @Test
    void nothingIsBelowAFile() {
        tree.put("f", "text");
        tree.put("source", "text");
        assertEquals(MISMATCH, tree.put("f/x", "text"));
        assertEquals(MISMATCH, tree.put("f/x/y", "large".repeat(5_000)));
        assertEquals(MISMATCH, tree.makeDirectory("f/x"));
        assertEquals(MISMATCH, tree.outcome(block("f/x")));
        assertEquals(MISMATCH, tree.outcome(blockList("f/x")));
        assertEquals(MISMATCH, tree.outcome(appendBlob("f/x")));
        assertEquals(MISMATCH, tree.outcome(copy("f/x", "source")));
        assertEquals("404 BlobNotFound", tree.shown("f/x"));
        assertEquals("404 BlobNotFound", tree.delete("f/x"));
        assertEquals("201", tree.outcome(block("x")), "another one's blocks, beside the file");
        assertEquals(
                "404 BlobNotFound", tree.outcome("GET", "f/x?comp=blocklist&blocklisttype=all"));
        assertEquals(MISMATCH, tree.outcome("GET", "?restype=container&comp=list&prefix=f%2F"));
        assertEquals("file text", tree.shown("f"));
    }

    @Test
    void aDirectoryIsNotTakenForAFile() {
        assertEquals("201", tree.makeDirectory("d"));
        tree.put("d/x", "text");
        assertEquals(MISMATCH, tree.put("d", "text"));
        assertEquals(MISMATCH, tree.outcome(block("d")));
        assertEquals(MISMATCH, tree.outcome(blockList("d")));
        assertEquals("409 InvalidBlobType", tree.outcome(appendBlob("d")));
        assertEquals(MISMATCH, tree.makeDirectory("d/x"));
        assertEquals("201", tree.makeDirectory("d"), "it may be made again");
        assertEquals("file text", tree.shown("d/x"));
        assertEquals(
                "201",
                tree.outcome(tree.putting("g", "text").with("x-ms-meta-hdi_isfolder", "true")));
        Answer file = tree.send("HEAD", "g");
        assertEquals("file", World.header(file, "x-ms-resource-type"), "it has content");
    }

    @Test
    void aDirectoryHasMetadataAndLeasesAndNoTier() {
        tree.makeDirectory("d");
        FakeRequest metadata =
                tree.request("PUT", "d?comp=metadata").with("x-ms-meta-colour", "green");
        assertEquals("200", tree.outcome(metadata));
        assertEquals("green", World.header(tree.send("HEAD", "d"), "x-ms-meta-colour"));
        assertEquals("directory", tree.shown("d"));
        FakeRequest tier = tree.request("PUT", "d?comp=tier").with("x-ms-access-tier", "Cool");
        assertEquals("409 BlobOperationNotSupported", tree.outcome(tier));
        FakeRequest lease =
                tree.request("PUT", "d?comp=lease")
                        .with("x-ms-lease-action", "acquire")
                        .with("x-ms-lease-duration", "-1");
        assertEquals("201", tree.outcome(lease));
        assertEquals("412 LeaseIdMissing", tree.delete("d"));
        assertEquals("201", tree.put("d/x", "a lease of a directory is not its children's"));
    }

    @Test
    void emptyNamesAreLeftOutAndNoNameLeadsAstray() {
        assertEquals("201", tree.put("a//b/", "text"));
        assertEquals("file text", tree.shown("a/b"));
        assertEquals(List.of("a directory", "a/b file"), tree.list(""));
        assertEquals("400 InvalidResourceName", tree.put("a/../b", "text"));
        assertEquals("400 InvalidResourceName", tree.put("./b", "text"));
        assertEquals("400 InvalidResourceName", tree.put("%2F", "text"));
        assertEquals("201", tree.put("a/" + "d/".repeat(61) + "x", "text"));
        assertEquals("400 OutOfRangeInput", tree.put("a/" + "d/".repeat(62) + "x", "text"));
    }

    @Test
    void aListGoesThroughTheTreeAndTakesAnyMarker() {
        for (String path : List.of("a/b", "a-b", "a/c/d", "ab", "b")) {
            tree.put(path, "text");
        }
        List<String> all =
                List.of(
                        "a directory",
                        "a/b file",
                        "a/c directory",
                        "a/c/d file",
                        "a-b file",
                        "ab file",
                        "b file");
        assertEquals(all, tree.listAtEachLimit(""));
        assertEquals(all.subList(0, 6), tree.listAtEachLimit("&prefix=a"));
        assertEquals(all.subList(1, 4), tree.listAtEachLimit("&prefix=a%2F"));
        assertEquals(
                List.of("a/ prefix directory", "a-b file", "ab file"),
                tree.listAtEachLimit("&prefix=a&delimiter=%2F"));
        assertEquals(List.of(), tree.list("&prefix=%2F"));
        assertEquals(List.of(), tree.list("&prefix=a%2F%2F"));
        assertEquals(List.of(), tree.list("&prefix=z%2Fz"));
        assertEquals(List.of(), tree.list("&showonly=deleted"));
        String delimited = "?restype=container&comp=list&delimiter=-";
        assertEquals("400 InvalidQueryParameterValue", tree.outcome("GET", delimited));
        // What is no place of this tree, or lies outside of the prefix.
        assertEquals(6, from("a/a"));
        assertEquals(3, from("a/zz/y"));
        assertEquals(6, from("a//"));
        assertEquals(0, from("c/d"));
        assertEquals(7, from("/"));
        assertEquals(1, from("ab/c"));
    }

    /** How many entries there are from a place on. */
    private int from(String place) {
        String marker =
                "1!"
                        + java.util.Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(
                                        place.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Answer page = tree.send("GET", "?restype=container&comp=list&marker=" + marker);
        Xml.Element root = Xml.parse(World.bytes(page), "EnumerationResults");
        return root.child("Blobs").orElseThrow().children().size();
    }

    @Test
    void whatSuchAccountsDoNotHaveIsRefused() {
        String refused = "409 FeatureNotYetSupportedForHierarchicalNamespaceAccounts";
        world.grant(world.owner, "Storage Blob Data Owner", world.accountScope(TreeAccount.NAME));
        tree.put("f", "text");
        assertEquals(refused, tree.outcome("PUT", "f?comp=snapshot"));
        assertEquals(refused, tree.outcome(tree.putting("g", "x").with("x-ms-tags", "a=b")));
        String tags = "<Tags><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tags>";
        assertEquals(refused, tree.outcome(tree.request("PUT", "f?comp=tags").body(tags)));
        assertEquals(refused, tree.outcome("GET", "f?comp=tags"));
        String past = "f?comp=tags&versionid=2020-01-01T00:00:00.0000000Z";
        assertEquals(refused, tree.outcome(tree.request("PUT", past).body(tags)));
        String where = "&where=%22a%22%3D%27b%27";
        assertEquals(refused, tree.outcome("GET", "?restype=container&comp=blobs" + where));
        FakeRequest find = world.request("GET", "/?comp=blobs" + where).label(TreeAccount.NAME);
        assertEquals(refused, tree.outcome(find));
        FakeRequest page =
                tree.request("PUT", "p")
                        .with("x-ms-blob-type", "PageBlob")
                        .with("x-ms-blob-content-length", "512")
                        .body("");
        assertEquals(refused, tree.outcome(page));
        FakeRequest keyed = new CustomerKeys(1).on(tree.putting("k", "text"));
        assertEquals(refused, tree.outcome(keyed));
        FakeRequest properties =
                world.request("PUT", "/?restype=service&comp=properties")
                        .label(TreeAccount.NAME)
                        .body(
                                "<StorageServiceProperties><DeleteRetentionPolicy>"
                                        + "<Enabled>true</Enabled><Days>3</Days>"
                                        + "</DeleteRetentionPolicy></StorageServiceProperties>");
        assertEquals("409 FeatureNotSupportedForAccount", tree.outcome(properties));
        assertEquals(List.of("f file"), tree.list(""));
    }

    @Test
    void theAccountSaysWhatItIs() {
        String account = "?restype=account&comp=properties";
        Answer answer = tree.send("GET", account);
        assertEquals("true", World.header(answer, "x-ms-is-hns-enabled"));
        assertEquals(
                "false", World.header(world.send("GET", "/" + account), "x-ms-is-hns-enabled"));
    }

    @Test
    void aDeletedContainerComesBackWithItsTree() {
        world.management.settings(TreeAccount.NAME, new ServiceSettings(false, 0, false, 3));
        tree.put("a/b", "text");
        assertEquals("202", tree.outcome("DELETE", "?restype=container"));
        world.housekeeping.sweep();
        Answer list =
                world.send(
                        world.request("GET", "/?comp=list&include=deleted")
                                .label(TreeAccount.NAME));
        String version =
                Xml.parse(World.bytes(list), "EnumerationResults")
                        .child("Containers")
                        .orElseThrow()
                        .children()
                        .getFirst()
                        .childText("Version")
                        .orElseThrow();
        FakeRequest undelete =
                tree.request("PUT", "?restype=container&comp=undelete")
                        .with("x-ms-deleted-container-name", "con")
                        .with("x-ms-deleted-container-version", version);
        assertEquals("201", tree.outcome(undelete));
        assertEquals("file text", tree.shown("a/b"));
    }

    @Test
    void anAccountGoesWithAllItsTrees() {
        tree.put("a/b/c", "text");
        tree.put("a/d/large", "large".repeat(5_000));
        assertEquals("201", tree.outcome(block("e/f/x")));
        UUID account = world.account(TreeAccount.NAME).id();
        world.management.deleteAccount(TreeAccount.NAME);
        world.housekeeping.sweep();
        for (Table table : List.of(Tables.BLOB, Tables.SESSION, Tables.BLOCK, Tables.GARBAGE)) {
            List<Reads.Stored> left = world.trust.records().scanPrefix(Key.of(account, table), 10);
            assertEquals(List.of(), left, table.name());
        }
        SweepOracle.check(world.trust.records(), account);
    }

    /** Bytes of another account arrive in a directory, too. */
    @Test
    void aCopyFromAnotherAccountMakesItsDirectories() {
        world.send("PUT", "/con?restype=container");
        world.put("/con/flat//name", "text".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        FakeRequest copied =
                tree.request("PUT", "x/y/z")
                        .with(
                                "x-ms-copy-source",
                                "https://acct.blob.core.bleu.localhost:8443/con/flat//name")
                        .with("x-ms-copy-source-authorization", "Bearer owner")
                        .with("x-ms-requires-sync", "true");
        assertEquals("202", tree.outcome(copied));
        assertEquals("file text", tree.shown("x/y/z"));
        assertEquals("directory", tree.shown("x/y"));
    }

    @Test
    void aLegalHoldOfTheContainerHoldsWhatIsInDirectories() {
        tree.put("a/b", "text");
        Target container =
                Target.in(
                        world.tenant,
                        world.account(TreeAccount.NAME).id(),
                        ContainerTarget.scope(world.accountScope(TreeAccount.NAME), "con"));
        Action write =
                Action.write("Microsoft.Storage/storageAccounts/blobServices/containers/write");
        Permit permit = world.trust.authorizer().permit(world.owner, write, container);
        world.storage.containerPolicies().setHolds(permit, List.of("case"));
        String held = "409 BlobImmutableDueToLegalHold";
        assertEquals(held, tree.put("a/b", "other"));
        assertEquals(held, tree.delete("a/b"));
        assertEquals(held, tree.delete("a"));
        assertEquals("201", tree.put("c/d", "what is new is not held yet"));
        assertEquals("201", tree.makeDirectory("e"));
        assertEquals(held, tree.delete("e"));
        assertEquals("409 ContainerHasLegalHold", tree.outcome("DELETE", "?restype=container"));
        assertEquals("file text", tree.shown("a/b"));
    }

    /** A flat account reads the container and the blob, behind the key that it always had. */
    @Test
    void aFlatAccountPaysNothing() {
        world.send("PUT", "/con?restype=container");
        Account flat = world.account("acct");
        FoundBlob found = found(flat, "a/b/c", 2);
        UUID incarnation = found.container().incarnation();
        Key key = Key.of(flat.id(), Tables.BLOB).id(incarnation).text("a/b/c");
        assertEquals(key, found.key());
        assertEquals(2, found.unchanged().size());
        tree.put("a/b/c", "text");
        FoundBlob below = found(world.account(TreeAccount.NAME), "a/b/c", 4);
        assertEquals(4, below.unchanged().size(), "each directory on the way is checked");
    }

    private FoundBlob found(Account account, String name, int reads) {
        CountedReads counted = new CountedReads(world.trust.records());
        ContainerTarget container = new ContainerTarget(world.tenant, account.id(), "con");
        FoundBlob found = world.inside.blobCommits().find(counted, new BlobTarget(container, name));
        assertEquals(reads, counted.count);
        return found;
    }

    private static final class CountedReads implements Reads {
        private final Reads reads;
        private int count;

        CountedReads(Reads reads) {
            this.reads = reads;
        }

        @Override
        public Optional<Stored> get(Key key) {
            count++;
            return reads.get(key);
        }

        @Override
        public List<Stored> scan(Key from, Key to, int limit) {
            count++;
            return reads.scan(from, to, limit);
        }
    }
}
