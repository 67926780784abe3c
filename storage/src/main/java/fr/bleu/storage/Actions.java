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

    public static final Action READ_CONTAINER = Action.read(CONTAINERS + "/read");
    public static final Action WRITE_CONTAINER = Action.write(CONTAINERS + "/write");
    public static final Action DELETE_CONTAINER = Action.write(CONTAINERS + "/delete");
    public static final Action READ_BLOB = Action.dataRead(CONTAINERS + "/blobs/read");
    public static final Action WRITE_BLOB = Action.dataWrite(CONTAINERS + "/blobs/write");

    /** Creating a blob, never overwriting one. */
    public static final Action ADD_BLOB = Action.dataWrite(CONTAINERS + "/blobs/add/action");

    public static final Action DELETE_BLOB = Action.dataWrite(CONTAINERS + "/blobs/delete");

    /**
     * Listing with a shared access signature, in which {@code l} and {@code r} are apart. Azure has
     * no such action: for tokens listing is {@link #READ_BLOB} on the container.
     */
    public static final Action LIST_SIGNED = Action.dataRead(CONTAINERS + "/blobs/list/action");

    /**
     * Appending with a shared access signature, in which {@code a} and {@code c} are apart. Azure
     * has no such action: for tokens appending is {@link #ADD_BLOB}.
     */
    public static final Action APPEND_SIGNED =
            Action.dataWrite(CONTAINERS + "/blobs/append/action");

    private Actions() {}
}
