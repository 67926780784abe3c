package fr.bleu.identity.api;

import fr.bleu.http.Request;
import fr.bleu.identity.SignInRefusal;
import fr.bleu.identity.Tenants;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The tenant that a login address names: an id, or a word for «whichever». */
final class TenantPath {
    private static final Set<String> SHARED = Set.of("common", "organizations");

    private TenantPath() {}

    static boolean isShared(String tenant) {
        return SHARED.contains(tenant);
    }

    /** The path's tenant in lower case: a shared word, or the id of a tenant that exists. */
    static String known(Request request, Tenants tenants) {
        String name = request.path("tenant").toLowerCase(Locale.ROOT);
        if (isShared(name)) {
            return name;
        }
        if (id(name).flatMap(tenants::get).isEmpty()) {
            SignInRefusal unknown = SignInRefusal.UNKNOWN_TENANT;
            throw OAuth.failure(
                    unknown.status(), unknown.error(), unknown.number(), unknown.message());
        }
        return name;
    }

    /** An id in its full form; only ids name tenants, no domain names yet. */
    static Optional<UUID> id(String name) {
        try {
            UUID id = UUID.fromString(name);
            return id.toString().equalsIgnoreCase(name) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
