package fr.bleu.resources.api;

import fr.bleu.http.Domains;
import fr.bleu.http.Request;
import fr.bleu.http.Site;

/**
 * The platform's URLs as a client should use them: on the one origin {@code https://localhost:port}
 * if it asked there (no name need resolve), else each site by its own name.
 */
record Urls(Domains domains) {

    /** A site's URL, without a trailing slash. */
    String of(Request request, Site site) {
        return request.baseUrl().equalsIgnoreCase(domains.url(Site.MANAGEMENT))
                ? domains.url(site)
                : request.baseUrl();
    }
}
