package fr.bleu.storage.api;

import fr.bleu.http.Request;
import java.util.Optional;

/**
 * A request that names no version, understood by its account's default one. The version is not
 * among {@link #headers}, of which signatures are.
 */
final class VersionedRequest extends ForwardedRequest {
    private final String version;

    VersionedRequest(Request request, String version) {
        super(request);
        this.version = version;
    }

    @Override
    public Optional<String> header(String name) {
        return name.equalsIgnoreCase(ServiceVersion.HEADER)
                ? Optional.of(version)
                : super.header(name);
    }
}
