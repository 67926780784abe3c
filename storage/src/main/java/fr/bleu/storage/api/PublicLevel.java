package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.Container;
import fr.bleu.storage.PublicAccess;
import java.util.Optional;

/** {@code x-ms-blob-public-access}: {@code blob}, {@code container}, or absent. */
final class PublicLevel {
    static final String HEADER = "x-ms-blob-public-access";

    private PublicLevel() {}

    /** Whether a request wants to open a container. */
    static boolean isAsked(Request request) {
        return request.header(HEADER).isPresent();
    }

    /**
     * What a request wants to open.
     *
     * @throws fr.bleu.http.Failure 400 InvalidHeaderValue
     */
    static PublicAccess of(Request request) {
        return switch (request.header(HEADER).orElse("")) {
            case "blob" -> PublicAccess.BLOB;
            case "container" -> PublicAccess.CONTAINER;
            case "" -> {
                if (isAsked(request)) {
                    throw RequestHeaders.invalid(HEADER);
                }
                yield PublicAccess.NONE;
            }
            default -> throw RequestHeaders.invalid(HEADER);
        };
    }

    /** The header's value for a container; absent if it is not open. */
    static Optional<String> of(Container container) {
        return switch (container.traits().access().level()) {
            case NONE -> Optional.empty();
            case BLOB -> Optional.of("blob");
            case CONTAINER -> Optional.of("container");
        };
    }

    /** Adds the header. */
    static BlobHeaders tell(BlobHeaders headers, Container container) {
        of(container).ifPresent(level -> headers.add(HEADER, level));
        return headers;
    }

    /** Whether the request is one that can open a container: any other may not say so. */
    static boolean isFor(Request request) {
        String comp = request.query("comp").orElse("");
        return request.method().equals("PUT")
                && request.query("restype").orElse("").equals("container")
                && (comp.isEmpty() || comp.equals("acl"));
    }
}
