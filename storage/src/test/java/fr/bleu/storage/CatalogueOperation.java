package fr.bleu.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An operation of the Blob service with the least request that carries it out.
 *
 * @param target with {@code {account}} for the account, {@code {c}} for a container, {@code {b}}
 *     for its blob, {@code {copy}} for a pending copy's id
 * @param headers lines; {@code {source}} is the address of a blob of the same container
 * @param body {@code null} if the request has none
 */
record CatalogueOperation(
        String name, Subject on, String method, String target, List<String> headers, String body) {

    /** What it is about. */
    enum Subject {
        ACCOUNT,
        CONTAINER,
        BLOCK,
        APPEND,
        PAGE;

        boolean isBlob() {
            return this != ACCOUNT && this != CONTAINER;
        }

        String blobType() {
            return switch (this) {
                case APPEND -> "AppendBlob";
                case PAGE -> "PageBlob";
                case ACCOUNT, CONTAINER, BLOCK -> "BlockBlob";
            };
        }
    }

    private static final String UNTIL = "Wed, 25 Nov 2026 12:00:00 GMT";
    private static final String COPY = "x-ms-copy-source: {source}";
    private static final String SOURCE_KEY = "x-ms-copy-source-authorization: Bearer owner";
    private static final String SERVICE = "/?restype=service&comp=";
    private static final String OF_CONTAINER = "/{c}?restype=container";
    private static final String COMP = OF_CONTAINER + "&comp=";
    private static final String BLOB = "/{c}/{b}";
    private static final String BLOB_COMP = BLOB + "?comp=";

    /** All of them, in the order of Azure's reference. */
    static List<CatalogueOperation> all() {
        return Stream.of(account(), container(), blob(), block(), page(), append())
                .flatMap(List::stream)
                .toList();
    }

    private static CatalogueOperation get(String name, Subject on, String target) {
        return new CatalogueOperation(name, on, "GET", target, List.of(), null);
    }

    private static CatalogueOperation put(String name, Subject on, String target) {
        return new CatalogueOperation(name, on, "PUT", target, List.of(), "");
    }

    private static CatalogueOperation delete(String name, Subject on, String target) {
        return new CatalogueOperation(name, on, "DELETE", target, List.of(), null);
    }

    private CatalogueOperation by(String other) {
        return new CatalogueOperation(name, on, other, target, headers, body);
    }

    private CatalogueOperation with(String... lines) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of(lines));
        return new CatalogueOperation(name, on, method, target, all, body);
    }

    private CatalogueOperation body(String text) {
        return new CatalogueOperation(name, on, method, target, headers, text);
    }

    boolean isAbout(String comp) {
        return target.contains("comp=" + comp) && !target.contains("comp=" + comp + "l");
    }

    /** Whether it makes its subject where there is none. */
    boolean creates() {
        return List.of(
                        "Create Container",
                        "Put Blob",
                        "Put Append Blob",
                        "Put Page Blob",
                        "Put Blob From URL",
                        "Copy Blob",
                        "Copy Blob From URL",
                        "Put Block",
                        "Put Block From URL",
                        "Put Block List")
                .contains(name);
    }

    private static List<CatalogueOperation> account() {
        return List.of(
                get("List Containers", Subject.ACCOUNT, "/?comp=list"),
                put("Set Blob Service Properties", Subject.ACCOUNT, SERVICE + "properties")
                        .body("<StorageServiceProperties/>"),
                get("Get Blob Service Properties", Subject.ACCOUNT, SERVICE + "properties"),
                get("Preflight Blob Request", Subject.ACCOUNT, BLOB)
                        .by("OPTIONS")
                        .with("Origin: https://app.example", "Access-Control-Request-Method: GET"),
                get(
                        "Get Blob Service Stats",
                        Subject.ACCOUNT,
                        "/{account}-secondary" + SERVICE + "stats"),
                get(
                        "Get Account Information",
                        Subject.ACCOUNT,
                        "/?restype=account&comp=properties"),
                put("Get User Delegation Key", Subject.ACCOUNT, SERVICE + "userdelegationkey")
                        .by("POST")
                        .body(
                                "<KeyInfo><Start>2026-11-23T11:00:00Z</Start>"
                                        + "<Expiry>2026-11-24T12:00:00Z</Expiry></KeyInfo>"),
                put("Blob Batch", Subject.ACCOUNT, "/?comp=batch")
                        .by("POST")
                        .with(MIXED)
                        .body(PART),
                get("Find Blobs by Tags", Subject.ACCOUNT, "/?comp=blobs&where=a%3D%271%27"));
    }

    private static final String MIXED = "Content-Type: multipart/mixed; boundary=x";
    private static final String PART =
            "--x\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
                    + "Content-ID: 0\r\n\r\nDELETE /{c}/{b} HTTP/1.1\r\n"
                    + "Authorization: Bearer owner\r\nContent-Length: 0\r\n\r\n--x--\r\n";

    private static List<CatalogueOperation> container() {
        Subject on = Subject.CONTAINER;
        return List.of(
                put("Create Container", on, OF_CONTAINER),
                get("Get Container Properties", on, OF_CONTAINER),
                get("Get Container Metadata", on, COMP + "metadata"),
                put("Set Container Metadata", on, COMP + "metadata").with("x-ms-meta-a: 1"),
                get("Get Container ACL", on, COMP + "acl"),
                put("Set Container ACL", on, COMP + "acl").body("<SignedIdentifiers/>"),
                delete("Delete Container", on, OF_CONTAINER),
                put("Lease Container", on, COMP + "lease")
                        .with("x-ms-lease-action: acquire", "x-ms-lease-duration: -1"),
                put("Restore Container", on, COMP + "undelete")
                        .with(
                                "x-ms-deleted-container-name: {c}",
                                "x-ms-deleted-container-version: {version}"),
                get("List Blobs", on, COMP + "list"),
                put("Blob Batch of a container", on, COMP + "batch")
                        .by("POST")
                        .with(MIXED)
                        .body(PART),
                get("Find Blobs by Tags in Container", on, COMP + "blobs&where=a%3D%271%27"));
    }

    private static List<CatalogueOperation> blob() {
        Subject on = Subject.BLOCK;
        return List.of(
                put("Put Blob", on, BLOB).with("x-ms-blob-type: BlockBlob").body("content"),
                put("Put Blob From URL", on, BLOB)
                        .with("x-ms-blob-type: BlockBlob", COPY, SOURCE_KEY),
                get("Get Blob", on, BLOB),
                get("Get Blob Properties", on, BLOB).by("HEAD"),
                put("Set Blob Properties", on, BLOB_COMP + "properties")
                        .with("x-ms-blob-content-type: text/plain"),
                get("Get Blob Metadata", on, BLOB_COMP + "metadata"),
                put("Set Blob Metadata", on, BLOB_COMP + "metadata").with("x-ms-meta-a: 1"),
                get("Get Blob Tags", on, BLOB_COMP + "tags"),
                put("Set Blob Tags", on, BLOB_COMP + "tags")
                        .body(
                                "<Tags><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tags>"),
                put("Lease Blob", on, BLOB_COMP + "lease")
                        .with("x-ms-lease-action: acquire", "x-ms-lease-duration: -1"),
                put("Snapshot Blob", on, BLOB_COMP + "snapshot"),
                put("Copy Blob", on, BLOB).with(COPY),
                put("Copy Blob From URL", on, BLOB)
                        .with(COPY, "x-ms-requires-sync: true", SOURCE_KEY),
                put("Abort Copy Blob", on, BLOB_COMP + "copy&copyid={copy}")
                        .with("x-ms-copy-action: abort"),
                delete("Delete Blob", on, BLOB),
                put("Undelete Blob", on, BLOB_COMP + "undelete"),
                put("Set Blob Tier", on, BLOB_COMP + "tier").with("x-ms-access-tier: Cool"),
                put("Set Blob Immutability Policy", on, BLOB_COMP + "immutabilityPolicies")
                        .with("x-ms-immutability-policy-until-date: " + UNTIL),
                delete("Delete Blob Immutability Policy", on, BLOB_COMP + "immutabilityPolicies"),
                put("Set Blob Legal Hold", on, BLOB_COMP + "legalhold")
                        .with("x-ms-legal-hold: true"));
    }

    private static List<CatalogueOperation> block() {
        Subject on = Subject.BLOCK;
        String one = BLOB_COMP + "block&blockid=AAAA";
        return List.of(
                put("Put Block", on, one).body("content"),
                put("Put Block From URL", on, one).with(COPY, SOURCE_KEY),
                put("Put Block List", on, BLOB_COMP + "blocklist")
                        .body("<BlockList><Latest>AAAA</Latest></BlockList>"),
                get("Get Block List", on, BLOB_COMP + "blocklist"));
    }

    private static List<CatalogueOperation> page() {
        Subject on = Subject.PAGE;
        String page = BLOB_COMP + "page";
        return List.of(
                put("Put Page Blob", on, BLOB)
                        .with("x-ms-blob-type: PageBlob", "x-ms-blob-content-length: 1024"),
                put("Put Page", on, page)
                        .with("x-ms-page-write: update", "x-ms-range: bytes=0-511")
                        .body("p".repeat(512)),
                put("Put Page From URL", on, page)
                        .with(
                                "x-ms-page-write: update",
                                "x-ms-range: bytes=0-511",
                                "x-ms-source-range: bytes=0-511",
                                COPY,
                                SOURCE_KEY),
                get("Get Page Ranges", on, BLOB_COMP + "pagelist"));
    }

    private static List<CatalogueOperation> append() {
        Subject on = Subject.APPEND;
        return List.of(
                put("Put Append Blob", on, BLOB).with("x-ms-blob-type: AppendBlob"),
                put("Append Block", on, BLOB_COMP + "appendblock").body("more"),
                put("Append Block From URL", on, BLOB_COMP + "appendblock").with(COPY, SOURCE_KEY),
                put("Append Blob Seal", on, BLOB_COMP + "seal"));
    }
}
