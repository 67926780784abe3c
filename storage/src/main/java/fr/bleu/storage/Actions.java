package fr.bleu.storage;

import fr.bleu.trust.Action;

/**
 * What callers of the data plane need leave for.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#permissions-for-calling-data-operations">Permissions
 *     for calling data operations</a>
 */
public final class Actions {
    private static final String CONTAINERS =
            "Microsoft.Storage/storageAccounts/blobServices/containers";

    private static final String SERVICE = "Microsoft.Storage/storageAccounts/blobServices";

    public static final Action READ_SERVICE = Action.read(SERVICE + "/read");
    public static final Action WRITE_SERVICE = Action.write(SERVICE + "/write");

    /** Kind and SKU of the account. */
    public static final Action READ_ACCOUNT_INFO = Action.read(SERVICE + "/getInfo/action");

    public static final Action READ_CONTAINER = Action.read(CONTAINERS + "/read");
    public static final Action WRITE_CONTAINER = Action.write(CONTAINERS + "/write");
    public static final Action DELETE_CONTAINER = Action.write(CONTAINERS + "/delete");
    public static final Action READ_BLOB = Action.dataRead(CONTAINERS + "/blobs/read");
    public static final Action WRITE_BLOB = Action.dataWrite(CONTAINERS + "/blobs/write");

    /** Creating a blob, never overwriting one. */
    public static final Action ADD_BLOB = Action.dataWrite(CONTAINERS + "/blobs/add/action");

    public static final Action DELETE_BLOB = Action.dataWrite(CONTAINERS + "/blobs/delete");

    /** Deleting an earlier version. */
    public static final Action DELETE_VERSION =
            Action.dataWrite(CONTAINERS + "/blobs/deleteBlobVersion/action");

    /** Deleting a deleted snapshot or version for good. */
    public static final Action DELETE_PERMANENTLY =
            Action.dataWrite(CONTAINERS + "/blobs/permanentDelete/action");

    public static final Action READ_TAGS = Action.dataRead(CONTAINERS + "/blobs/tags/read");
    public static final Action WRITE_TAGS = Action.dataWrite(CONTAINERS + "/blobs/tags/write");

    /** Setting immutability policies and legal holds of blobs. */
    public static final Action HOLD_BLOBS =
            Action.dataWrite(CONTAINERS + "/blobs/immutableStorage/runAsSuperUser/action");

    /** Finding blobs by their tags. */
    public static final Action FILTER_BLOBS = Action.dataRead(CONTAINERS + "/blobs/filter/action");

    /**
     * Listing with a shared access signature, in which {@code l} and {@code r} are apart. Azure has
     * no such action: for tokens listing is {@link #READ_BLOB} on the container.
     */
    public static final Action LIST_SIGNED = Action.dataRead(CONTAINERS + "/blobs/list/action");

    /** Getting a user delegation key. */
    public static final Action DELEGATE =
            Action.write(SERVICE + "/generateUserDelegationKey/action");

    public static final Action READ_ACL = Action.read(CONTAINERS + "/getAcl/action");
    public static final Action WRITE_ACL = Action.write(CONTAINERS + "/setAcl/action");

    /**
     * Creating a container with an account's signature, in which {@code c} and {@code w} are apart.
     * Azure has no such action: for tokens it is {@link #WRITE_CONTAINER}.
     */
    public static final Action CREATE_CONTAINER_SIGNED =
            Action.write(CONTAINERS + "/create/action");

    /**
     * Sending a batch with a signature, whatever it permits: each request in it is permitted by
     * itself. Azure has no such action: for tokens it is {@link #WRITE_CONTAINER}.
     */
    public static final Action BATCH_SIGNED = Action.read(CONTAINERS + "/batch/action");

    /**
     * Appending with a shared access signature, in which {@code a} and {@code c} are apart. Azure
     * has no such action: for tokens appending is {@link #ADD_BLOB}.
     */
    public static final Action APPEND_SIGNED =
            Action.dataWrite(CONTAINERS + "/blobs/append/action");

    /** Leasing a container through the Resource Manager. */
    public static final Action LEASE_CONTAINER = Action.write(CONTAINERS + "/lease/action");

    public static final Action SET_LEGAL_HOLD = Action.write(CONTAINERS + "/setLegalHold/action");
    public static final Action CLEAR_LEGAL_HOLD =
            Action.write(CONTAINERS + "/clearLegalHold/action");

    private static final String POLICIES = CONTAINERS + "/immutabilityPolicies";

    public static final Action READ_POLICY = Action.read(POLICIES + "/read");
    public static final Action WRITE_POLICY = Action.write(POLICIES + "/write");
    public static final Action DELETE_POLICY = Action.write(POLICIES + "/delete");
    public static final Action LOCK_POLICY = Action.write(POLICIES + "/lock/action");
    public static final Action EXTEND_POLICY = Action.write(POLICIES + "/extend/action");

    private Actions() {}
}
