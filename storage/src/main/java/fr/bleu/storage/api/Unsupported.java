package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.StorageError;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Headers and parameters that would change what a request means and that this service does not
 * honour: refused, never ignored.
 */
final class Unsupported {
    private static final List<String> HEADER_PREFIXES =
            List.of(
                    "x-ms-encryption-",
                    "x-ms-copy-",
                    "x-ms-source-",
                    "x-ms-requires-sync",
                    "x-ms-immutability-policy-",
                    "x-ms-structured-",
                    "x-ms-tags",
                    "x-ms-if-",
                    "x-ms-legal-hold",
                    "x-ms-expiry-",
                    "x-ms-rehydrate-",
                    "x-ms-seal-",
                    "x-ms-snapshot",
                    "x-ms-proposed-lease-",
                    "x-ms-lease-action",
                    "x-ms-lease-duration",
                    "x-ms-lease-break-period",
                    "x-ms-access-tier",
                    "x-ms-page-write",
                    "x-ms-previous-snapshot-",
                    "x-ms-blob-content-length",
                    "x-ms-blob-sequence-number",
                    "x-ms-sequence-number-",
                    "x-ms-blob-condition-",
                    "x-ms-default-encryption-scope",
                    "x-ms-deny-encryption-scope-override",
                    "x-ms-permanent-delete",
                    "x-ms-undelete-",
                    "x-ms-upn",
                    "x-ms-owner",
                    "x-ms-group",
                    "x-ms-acl",
                    "x-ms-permissions",
                    "x-ms-umask",
                    "x-ms-delete-snapshots",
                    "x-ms-deleted-container-");

    private static final String COPY = "PUT copy";
    private static final String COPY_NOW = "PUT copy now";
    private static final String PUT_FROM_URL = "PUT from url";
    private static final Set<String> PARTS_FROM_URL =
            Set.of("PUT block from url", "PUT appendblock from url", "PUT page from url");

    private static final Set<String> FROM_URL = and(PARTS_FROM_URL, PUT_FROM_URL);
    private static final Set<String> CHECKED = and(FROM_URL, COPY_NOW);
    private static final Set<String> SOURCED = and(CHECKED, COPY);

    private static final Set<String> CONTENT =
            Set.of("PUT", "PUT blocklist", COPY, COPY_NOW, PUT_FROM_URL);
    private static final Set<String> POLICY = and(CONTENT, "PUT immutabilityPolicies");
    private static final Set<String> PAGES =
            Set.of("PUT", "PUT properties", "PUT properties resize");
    private static final Set<String> WRITING_PAGES = Set.of("PUT page", "PUT page from url");
    private static final Set<String> APPENDING =
            Set.of("PUT appendblock", "PUT appendblock from url", "PUT seal");
    private static final Set<String> LEASE = Set.of("PUT lease", "PUT container lease");

    /** Those of them that some operations honour, by {@link #operation}. */
    private static final Map<String, Set<String>> HONOURED =
            Map.ofEntries(
                    Map.entry("x-ms-copy-source", SOURCED),
                    Map.entry(SourceRequest.CREDENTIAL, SOURCED),
                    Map.entry("x-ms-source-if-match", SOURCED),
                    Map.entry("x-ms-source-if-none-match", SOURCED),
                    Map.entry("x-ms-source-if-modified-since", SOURCED),
                    Map.entry("x-ms-source-if-unmodified-since", SOURCED),
                    Map.entry("x-ms-source-content-md5", CHECKED),
                    Map.entry("x-ms-source-content-crc64", CHECKED),
                    Map.entry("x-ms-source-range", PARTS_FROM_URL),
                    Map.entry("x-ms-copy-source-blob-properties", Set.of(PUT_FROM_URL)),
                    Map.entry("x-ms-requires-sync", Set.of(COPY, COPY_NOW)),
                    Map.entry("x-ms-copy-action", Set.of("PUT copy abort")),
                    Map.entry("x-ms-tags", CONTENT),
                    Map.entry("x-ms-rehydrate-priority", Set.of("PUT tier")),
                    Map.entry("x-ms-access-tier", and(CONTENT, "PUT tier")),
                    Map.entry("x-ms-immutability-policy-until-date", POLICY),
                    Map.entry("x-ms-immutability-policy-mode", POLICY),
                    Map.entry("x-ms-legal-hold", and(CONTENT, "PUT legalhold")),
                    Map.entry("x-ms-lease-action", LEASE),
                    Map.entry("x-ms-lease-duration", LEASE),
                    Map.entry("x-ms-lease-break-period", LEASE),
                    Map.entry("x-ms-proposed-lease-id", LEASE),
                    Map.entry("x-ms-blob-content-length", PAGES),
                    Map.entry("x-ms-blob-sequence-number", PAGES),
                    Map.entry(
                            "x-ms-sequence-number-action",
                            Set.of("PUT properties", "PUT properties resize")),
                    Map.entry("x-ms-blob-condition-maxsize", APPENDING),
                    Map.entry("x-ms-blob-condition-appendpos", APPENDING),
                    Map.entry("x-ms-page-write", WRITING_PAGES),
                    Map.entry("x-ms-if-sequence-number-le", WRITING_PAGES),
                    Map.entry("x-ms-if-sequence-number-lt", WRITING_PAGES),
                    Map.entry("x-ms-if-sequence-number-eq", WRITING_PAGES),
                    Map.entry("x-ms-delete-snapshots", Set.of("DELETE")),
                    Map.entry("x-ms-deleted-container-name", Set.of("PUT container undelete")),
                    Map.entry("x-ms-deleted-container-version", Set.of("PUT container undelete")),
                    Map.entry("deletetype", Set.of("DELETE")),
                    Map.entry("showonly", Set.of("GET container list")),
                    Map.entry("prevsnapshot", Set.of("GET pagelist")),
                    Map.entry("where", Set.of("GET blobs", "GET container blobs")));

    private static final Set<String> PARAMETERS =
            Set.of(
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
     * @throws fr.bleu.http.Failure 400 UnsupportedHeader or UnsupportedQueryParameter
     */
    static void refuse(Request request) {
        String operation = operation(request);
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            if (header.getKey().startsWith("x-ms-") && !isHonoured(header.getKey(), operation)) {
                refuse(header.getKey());
            }
        }
        if (PublicLevel.isAsked(request) && !PublicLevel.isFor(request)) {
            throw unsupported(PublicLevel.HEADER);
        }
        for (String name : request.query().keySet()) {
            if (PARAMETERS.contains(name) && !isHonoured(name, operation)) {
                throw StorageError.UNSUPPORTED_QUERY_PARAMETER.failure("Parameter: " + name + ".");
            }
        }
        request.query("timeout").ifPresent(Unsupported::requireTimeout);
        Moments.refuseElsewhere(request);
    }

    /** Every operation reads or refuses a condition of tags with the others. */
    private static boolean isHonoured(String name, String operation) {
        return name.equals("x-ms-if-tags")
                || EncryptionHeaders.isHonoured(name, operation)
                || HONOURED.getOrDefault(name, Set.of()).contains(operation);
    }

    /** The method, whether it is about a container, {@code comp}, and what headers make of it. */
    private static String operation(Request request) {
        String container = request.query("restype").isPresent() ? " container" : "";
        String comp = request.query("comp").map(" "::concat).orElse("");
        String operation = request.method() + container + comp + CopyKind.of(request).operation();
        boolean resizes =
                operation.equals("PUT properties")
                        && request.header("x-ms-blob-content-length").isPresent();
        return resizes ? operation + " resize" : operation;
    }

    private static Set<String> and(Set<String> operations, String another) {
        Set<String> all = new HashSet<>(operations);
        all.add(another);
        return Set.copyOf(all);
    }

    private static void refuse(String name) {
        for (String prefix : HEADER_PREFIXES) {
            if (name.startsWith(prefix)) {
                throw unsupported(name);
            }
        }
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
