package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.StorageError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Headers and parameters that would change what a request means and that this service does not
 * honour: refused, never ignored.
 */
final class Unsupported {
    private static final List<String> HEADER_PREFIXES =
            List.of(
                    "x-ms-copy-",
                    "x-ms-source-",
                    "x-ms-encryption-",
                    "x-ms-immutability-policy-",
                    "x-ms-structured-",
                    "x-ms-tags",
                    "x-ms-if-",
                    "x-ms-legal-hold",
                    "x-ms-expiry-",
                    "x-ms-rehydrate-",
                    "x-ms-requires-sync",
                    "x-ms-seal-",
                    "x-ms-snapshot",
                    "x-ms-proposed-lease-",
                    "x-ms-lease-action",
                    "x-ms-lease-duration",
                    "x-ms-page-write",
                    "x-ms-previous-snapshot-",
                    "x-ms-blob-content-length",
                    "x-ms-blob-sequence-number",
                    "x-ms-sequence-number-",
                    "x-ms-blob-condition-",
                    "x-ms-default-encryption-scope",
                    "x-ms-deny-encryption-scope-override",
                    "x-ms-deleted-container-",
                    "x-ms-permanent-delete",
                    "x-ms-undelete-",
                    "x-ms-upn",
                    "x-ms-owner",
                    "x-ms-group",
                    "x-ms-acl",
                    "x-ms-permissions",
                    "x-ms-umask");

    private static final Set<String> PARAMETERS =
            Set.of(
                    "snapshot",
                    "versionid",
                    "prevsnapshot",
                    "deletetype",
                    "showonly",
                    "startfrom",
                    "endbefore",
                    "where",
                    "resource",
                    "action",
                    "blobtype",
                    "popreceipt",
                    "batchsize");

    private Unsupported() {}

    /**
     * Refuses them.
     *
     * @throws fr.bleu.http.Failure 400 UnsupportedHeader or UnsupportedQueryParameter, 409 for
     *     public access, 412 for a lease id on what has no lease
     */
    static void refuse(Request request) {
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            if (header.getKey().startsWith("x-ms-")) {
                refuse(header.getKey(), String.join(",", header.getValue()), request);
            }
        }
        for (String name : request.query().keySet()) {
            if (PARAMETERS.contains(name) && !Honoured.parameter(request, name)) {
                throw StorageError.UNSUPPORTED_QUERY_PARAMETER.failure("Parameter: " + name + ".");
            }
        }
        request.query("timeout").ifPresent(Unsupported::requireTimeout);
    }

    private static void refuse(String name, String value, Request request) {
        if (Honoured.header(request, name)) {
            return;
        }
        for (String prefix : HEADER_PREFIXES) {
            if (name.startsWith(prefix)) {
                throw unsupported(name);
            }
        }
        switch (name) {
            case "x-ms-lease-id" -> throw lease(request);
            case "x-ms-blob-public-access" ->
                    throw StorageError.PUBLIC_ACCESS_NOT_PERMITTED.failure();
            case "x-ms-access-tier" -> {
                if (!value.equals("Hot")) {
                    throw RequestHeaders.invalid(name);
                }
            }
            case "x-ms-delete-snapshots" -> {
                if (!value.toLowerCase(Locale.ROOT).equals("include")) {
                    throw unsupported(name);
                }
            }
            default -> {
                // A header that changes nothing, or that its operation reads.
            }
        }
    }

    /** Nothing is ever leased, so that a lease id is always a lost one. */
    private static fr.bleu.http.Failure lease(Request request) {
        boolean ofContainer = request.query("restype").isPresent();
        return (ofContainer
                        ? StorageError.LEASE_NOT_PRESENT_WITH_CONTAINER_OPERATION
                        : StorageError.LEASE_NOT_PRESENT_WITH_BLOB_OPERATION)
                .failure();
    }

    private static void requireTimeout(String value) {
        if (value.isEmpty() || value.length() > 10 || !value.chars().allMatch(Unsupported::digit)) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: timeout.");
        }
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    private static fr.bleu.http.Failure unsupported(String header) {
        return StorageError.UNSUPPORTED_HEADER.failure("Header: " + header + ".");
    }
}
