package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.Accounts;
import fr.bleu.storage.ServiceSettings;
import java.util.Optional;

/** The versions that accounts lay down for requests that name none. */
final class DefaultVersions {
    private final Accounts accounts;

    DefaultVersions(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The default of the account that a request is about, if it has one. */
    Optional<String> of(Request request) {
        return accounts.service(request.label())
                .map(ServiceSettings::defaultVersion)
                .filter(version -> !version.isEmpty());
    }

    /** The request as it is to be understood. */
    Request applied(Request request) {
        if (ServiceVersion.of(request).isPresent()) {
            return request;
        }
        return of(request)
                .<Request>map(version -> new VersionedRequest(request, version))
                .orElse(request);
    }
}
