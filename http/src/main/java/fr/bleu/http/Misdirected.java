package fr.bleu.http;

import fr.bleu.trust.Caller;
import fr.bleu.trust.Names;
import fr.bleu.trust.Stamps;
import java.util.Optional;
import java.util.Set;

/**
 * A site's protocol, which tells whoever asks here for what another stamp has where it is: 421 (RFC
 * 9110, 15.5.20) in the site's own error shape, and the header {@value #HEADER}. Only a request
 * that is refused is looked at, so that those that are served cost nothing more; a name is never
 * here and there.
 */
public final class Misdirected implements Protocol {

    /** {@code NAME; origin="https://…"}. */
    static final String HEADER = "bleu-stamp";

    /** What an unknown name may be answered with, whatever else is wrong with the request. */
    private static final Set<Integer> UNKNOWN = Set.of(400, 401, 403, 404);

    private final Site site;
    private final Protocol protocol;
    private final Stamps stamps;

    public Misdirected(Site site, Protocol protocol, Stamps stamps) {
        this.site = site;
        this.protocol = protocol;
        this.stamps = stamps;
    }

    @Override
    public Set<String> discriminators() {
        return protocol.discriminators();
    }

    @Override
    public boolean ignoresCase() {
        return protocol.ignoresCase();
    }

    @Override
    public Caller caller(Request request, Route route) {
        return protocol.caller(request, route);
    }

    @Override
    public Headers common(Request request) {
        return protocol.common(request);
    }

    @Override
    public Answer failure(Request request, Throwable failure) {
        Answer answer = protocol.failure(request, failure);
        return UNKNOWN.contains(answer.status()) && !isFromWithin(failure)
                ? elsewhere(request).map(told -> protocol.failure(request, told)).orElse(answer)
                : answer;
    }

    /** Clients ask often for blobs that are not there: that says that the account is. */
    private boolean isFromWithin(Throwable failure) {
        return site == Site.BLOB
                && failure instanceof Failure known
                && known.status() == 404
                && !known.code().equals("ResourceNotFound");
    }

    private Optional<Failure> elsewhere(Request request) {
        return switch (site) {
            case BLOB, WEB -> having(Names.STORAGE, request.label());
            case VAULT -> having(Names.VAULT, request.label());
            case LOGIN -> parameter(request, "tenant").flatMap(it -> having(Names.TENANT, it));
            case MANAGEMENT ->
                    parameter(request, "subscription")
                            .flatMap(it -> having(Names.SUBSCRIPTION, it));
            case GRAPH -> Optional.empty(); // A token of another stamp's tenant is no token here.
        };
    }

    private static Optional<String> parameter(Request request, String name) {
        try {
            return Optional.of(request.path(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // No route, or one without it.
        }
    }

    private Optional<Failure> having(String kind, String name) {
        return stamps.having(kind, name).map(stamp -> told(kind, name, stamp));
    }

    private Failure told(String kind, String name, Stamps.Stamp stamp) {
        String origin = origin(new Domains(stamp.base(), stamp.web(), stamp.port()), name);
        String message =
                "This "
                        + (kind.equals(Names.STORAGE) ? "storage account" : kind)
                        + " is on another stamp, "
                        + stamp.name()
                        + ": ask "
                        + origin
                        + " instead.";
        boolean login = site == Site.LOGIN;
        return new Failure(
                421,
                login ? "invalid_tenant" : "MisdirectedRequest",
                login ? "AADSTS90002: " + message : message,
                Headers.EMPTY.with(HEADER, stamp.name() + "; origin=\"" + origin + "\""));
    }

    private String origin(Domains there, String name) {
        return switch (site) {
            case BLOB -> there.blobUrl(name);
            case VAULT -> there.vaultUrl(name);
            case WEB -> there.webUrl(name);
            case LOGIN, MANAGEMENT, GRAPH -> there.url(site);
        };
    }
}
