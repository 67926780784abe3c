package fr.bleu.storage.api;

import fr.bleu.http.Request;

/** What depends on the version of the service that a request was written for. */
final class ServiceVersion {
    /** {@code If-None-Match: *} on a read is refused; before, it is ignored. */
    static final String STRICT_READS = "2016-05-31";

    /** Blocks of append blobs to 100 MiB. */
    static final String LARGE_APPENDS = "2022-11-02";

    /** Page ranges by pages. */
    static final String PAGED_RANGES = "2020-10-02";

    private ServiceVersion() {}

    /** Whether it is this one or a later one; a request that names none is of the oldest. */
    static boolean reaches(Request request, String version) {
        return request.header("x-ms-version")
                .or(() -> request.query("sv"))
                .filter(asked -> asked.compareTo(version) >= 0)
                .isPresent();
    }
}
