package fr.bleu.conformance.operations;

import java.util.List;

/**
 * The Blob service's operations by Azure's names, in the order of its reference
 * (https://learn.microsoft.com/rest/api/storageservices/operations-on-the-account--blob-service-).
 * Operations that only headers tell apart share a route.
 */
public enum BlobOperation {
    LIST_CONTAINERS("GET / {comp=list}", "BlobApiTest"),
    SET_BLOB_SERVICE_PROPERTIES(
            "PUT / {comp=properties, restype=service}", "ServicePropertiesTest"),
    GET_BLOB_SERVICE_PROPERTIES(
            "GET / {comp=properties, restype=service}", "ServicePropertiesTest"),
    PREFLIGHT_BLOB_REQUEST("OPTIONS at every address", "CorsTest"),
    GET_BLOB_SERVICE_STATS("GET / {comp=stats, restype=service}", "ServicePropertiesTest"),
    GET_ACCOUNT_INFORMATION(
            List.of(
                    "GET / {comp=properties, restype=account}",
                    "GET /{container} {comp=properties, restype=account}",
                    "GET /{container}/{blob...} {comp=properties, restype=account}"),
            "ServicePropertiesTest"),
    GET_USER_DELEGATION_KEY(
            "POST / {comp=userdelegationkey, restype=service}", "UserDelegationTest"),
    BLOB_BATCH(
            List.of(
                    "POST / {comp=batch}",
                    "POST / {comp=batch, restype=container}",
                    "POST /{container} {comp=batch, restype=container}"),
            "BatchTest"),
    FIND_BLOBS_BY_TAGS(
            List.of("GET / {comp=blobs}", "GET /{container} {comp=blobs, restype=container}"),
            "TagTest"),

    CREATE_CONTAINER("PUT /{container} {restype=container}", "BlobApiTest"),
    GET_CONTAINER_PROPERTIES("GET /{container} {restype=container}", "BlobApiTest"),
    GET_CONTAINER_METADATA("GET /{container} {comp=metadata, restype=container}", "BlobApiTest"),
    SET_CONTAINER_METADATA("PUT /{container} {comp=metadata, restype=container}", "BlobApiTest"),
    GET_CONTAINER_ACL("GET /{container} {comp=acl, restype=container}", "StoredPolicyTest"),
    SET_CONTAINER_ACL("PUT /{container} {comp=acl, restype=container}", "StoredPolicyTest"),
    DELETE_CONTAINER("DELETE /{container} {restype=container}", "BlobApiTest"),
    LEASE_CONTAINER("PUT /{container} {comp=lease, restype=container}", "LeaseTest"),
    RESTORE_CONTAINER("PUT /{container} {comp=undelete, restype=container}", "SoftDeleteTest"),
    LIST_BLOBS("GET /{container} {comp=list, restype=container}", "ModelTest"),

    PUT_BLOB("PUT /{container}/{blob...}", "ModelTest"),
    PUT_BLOB_FROM_URL("PUT /{container}/{blob...}", "CopyTest"),
    GET_BLOB("GET /{container}/{blob...}", "ModelTest"),
    GET_BLOB_PROPERTIES("HEAD /{container}/{blob...}", "ModelTest"),
    SET_BLOB_PROPERTIES("PUT /{container}/{blob...} {comp=properties}", "ConditionsTest"),
    GET_BLOB_METADATA("GET /{container}/{blob...} {comp=metadata}", "ConditionsTest"),
    SET_BLOB_METADATA("PUT /{container}/{blob...} {comp=metadata}", "ConditionsTest"),
    GET_BLOB_TAGS("GET /{container}/{blob...} {comp=tags}", "TagTest"),
    SET_BLOB_TAGS("PUT /{container}/{blob...} {comp=tags}", "TagTest"),
    LEASE_BLOB("PUT /{container}/{blob...} {comp=lease}", "LeaseTest"),
    SNAPSHOT_BLOB("PUT /{container}/{blob...} {comp=snapshot}", "SnapshotsTest"),
    COPY_BLOB("PUT /{container}/{blob...}", "CopyTest"),
    COPY_BLOB_FROM_URL("PUT /{container}/{blob...}", "CopyTest"),
    ABORT_COPY_BLOB("PUT /{container}/{blob...} {comp=copy}", "BackgroundCopyTest"),
    DELETE_BLOB("DELETE /{container}/{blob...}", "ModelTest"),
    UNDELETE_BLOB("PUT /{container}/{blob...} {comp=undelete}", "SoftDeleteTest"),
    SET_BLOB_TIER("PUT /{container}/{blob...} {comp=tier}", "TierTest"),
    SET_BLOB_IMMUTABILITY_POLICY(
            "PUT /{container}/{blob...} {comp=immutabilityPolicies}", "ImmutabilityTest"),
    DELETE_BLOB_IMMUTABILITY_POLICY(
            "DELETE /{container}/{blob...} {comp=immutabilityPolicies}", "ImmutabilityTest"),
    SET_BLOB_LEGAL_HOLD("PUT /{container}/{blob...} {comp=legalhold}", "ImmutabilityTest"),

    PUT_BLOCK("PUT /{container}/{blob...} {comp=block}", "ModelTest"),
    PUT_BLOCK_FROM_URL("PUT /{container}/{blob...} {comp=block}", "CopyTest"),
    PUT_BLOCK_LIST("PUT /{container}/{blob...} {comp=blocklist}", "ModelTest"),
    GET_BLOCK_LIST("GET /{container}/{blob...} {comp=blocklist}", "ConditionsTest"),

    PUT_PAGE("PUT /{container}/{blob...} {comp=page}", "PageBlobTest"),
    PUT_PAGE_FROM_URL("PUT /{container}/{blob...} {comp=page}", "PageBlobTest"),
    GET_PAGE_RANGES("GET /{container}/{blob...} {comp=pagelist}", "PageModelTest"),
    APPEND_BLOCK("PUT /{container}/{blob...} {comp=appendblock}", "AppendBlobTest"),
    APPEND_BLOCK_FROM_URL("PUT /{container}/{blob...} {comp=appendblock}", "AppendBlobTest"),
    APPEND_BLOB_SEAL("PUT /{container}/{blob...} {comp=seal}", "AppendBlobTest");

    private final List<String> routes;
    private final String moduleTest;

    BlobOperation(String route, String moduleTest) {
        this(List.of(route), moduleTest);
    }

    BlobOperation(List<String> routes, String moduleTest) {
        this.routes = routes;
        this.moduleTest = moduleTest;
    }

    /** Azure's name. */
    public String title() {
        StringBuilder title = new StringBuilder();
        for (String word : name().split("_")) {
            title.append(title.isEmpty() ? "" : " ").append(written(word));
        }
        return title.toString();
    }

    private static String written(String word) {
        return switch (word) {
            case "URL", "ACL" -> word;
            case "BY" -> "by";
            default -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT);
        };
    }

    /** Its routes as the product names them, below a container that is named. */
    public List<String> routes() {
        return routes;
    }

    /** The class in module storage that tests its conditions and error codes. */
    public String moduleTest() {
        return moduleTest;
    }
}
