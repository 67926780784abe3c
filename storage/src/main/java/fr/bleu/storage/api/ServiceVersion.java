package fr.bleu.storage.api;

import fr.bleu.http.Request;
import java.util.Optional;

/** What depends on the version of the service that a request was written for. */
final class ServiceVersion {
    static final String HEADER = "x-ms-version";

    /** {@code If-None-Match: *} on a read is refused; before, it is ignored. */
    static final String STRICT_READS = "2016-05-31";

    /** Blocks of append blobs to 100 MiB. */
    static final String LARGE_APPENDS = "2022-11-02";

    /** Page ranges by pages. */
    static final String PAGED_RANGES = "2020-10-02";

    /** The tier Cold. */
    static final String COLD = "2021-12-02";

    private ServiceVersion() {}

    /** The one that a request names: in the header, or in its signature. */
    static Optional<String> of(Request request) {
        return request.header(HEADER).or(() -> request.query("sv"));
    }

    /** Whether it is this one or a later one; a request that names none is of the oldest. */
    static boolean reaches(Request request, String version) {
        return of(request).filter(asked -> asked.compareTo(version) >= 0).isPresent();
    }
}
