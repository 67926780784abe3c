package fr.bleu.storage.api;

import fr.bleu.http.Access;
import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.Site;
import fr.bleu.storage.Actions;
import fr.bleu.storage.Blob;
import fr.bleu.storage.BlobAccess;
import fr.bleu.storage.ByteRange;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.OpenBlob;
import fr.bleu.storage.ResourceType;
import fr.bleu.storage.ServiceSettings;
import fr.bleu.storage.StaticWebsite;
import fr.bleu.storage.Storage;
import fr.bleu.trust.Authorizer;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Static websites: the current blobs of {@code $web} by GET and HEAD, for everybody, and nothing
 * else of an account. What a browser sends beside the path, conditions and a range is not looked
 * at.
 *
 * @see <a href="https://learn.microsoft.com/azure/storage/blobs/storage-blob-static-website">Static
 *     website hosting</a>
 */
public final class WebsiteRoutes {
    /**
     * Statuses of blobs that are not there, archived, not readable without a key or scope, or whose
     * names their account cannot have.
     */
    private static final Set<Integer> NOT_SERVED = Set.of(400, 403, 404, 409);

    private final Storage storage;
    private final BlobAccess access;
    private final Downloads downloads;

    public WebsiteRoutes(Storage storage, Authorizer authorizer) {
        this.storage = storage;
        this.access = new BlobAccess(storage.accounts(), authorizer);
        this.downloads = new Downloads(storage);
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                route("GET", "/"),
                route("HEAD", "/"),
                route("GET", "/{path...}"),
                route("HEAD", "/{path...}"));
    }

    private Route route(String method, String path) {
        boolean root = path.equals("/");
        return Route.of(
                Site.WEB,
                method,
                path,
                new Access.Needs(Actions.READ_BLOB),
                (request, caller) ->
                        answer(
                                request,
                                new Caller.Anonymous(caller.origin()),
                                root ? "" : request.path("path")));
    }

    private Answer answer(Request request, Caller.Anonymous caller, String path)
            throws IOException {
        StaticWebsite website =
                storage.accounts()
                        .service(request.label())
                        .map(ServiceSettings::website)
                        .orElse(StaticWebsite.OFF);
        Optional<OpenBlob> page = first(website.pages(path), request.label(), caller);
        if (page.isPresent()) {
            return page(request, page.get());
        }
        OpenBlob error =
                first(website.errorPages(), request.label(), caller)
                        .orElseThrow(WebsiteProtocol::notFound);
        return whole(request, error, 404)
                .with(WebsiteProtocol.ERROR_CODE, WebsiteProtocol.notFound().code());
    }

    /** The first blob of these that is served. */
    private Optional<OpenBlob> first(List<String> blobs, String account, Caller.Anonymous caller) {
        for (String blob : blobs) {
            Permit permit = access.website(account, caller, blob);
            Optional<OpenBlob> open = open(permit);
            if (open.isPresent()) {
                return open;
            }
        }
        return Optional.empty();
    }

    /** Without the request's conditions: what is not served does not tell whether they hold. */
    private Optional<OpenBlob> open(Permit permit) {
        try {
            return Optional.of(storage.blobs().open(permit, Conditions.NONE))
                    .filter(it -> it.type().filter(ResourceType.DIRECTORY::equals).isEmpty());
        } catch (Failure failure) {
            if (NOT_SERVED.contains(failure.status())) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private Answer page(Request request, OpenBlob open) throws IOException {
        open.require(RequestHeaders.ofBrowser(request));
        Optional<ByteRange> range = range(request);
        return range.isEmpty() ? whole(request, open, 200) : part(open, range.get());
    }

    /** Whose If-Range may not hold gets the whole, and HEAD is about the whole. */
    private static Optional<ByteRange> range(Request request) {
        boolean whole = request.method().equals("HEAD") || request.header("if-range").isPresent();
        return whole ? Optional.empty() : Ranges.of(request, "range");
    }

    private Answer part(OpenBlob open, ByteRange wanted) throws IOException {
        Blob blob = open.blob();
        ByteRange range = wanted.within(blob);
        return new Answer(
                206, headers(blob, true).range(range, blob).done(), downloads.content(open, range));
    }

    private Answer whole(Request request, OpenBlob open, int status) throws IOException {
        Blob blob = open.blob();
        return new Answer(
                status,
                headers(blob, false).done(),
                request.method().equals("HEAD")
                        ? new Answer.Body.Head(blob.length())
                        : downloads.content(open, ByteRange.all(blob)));
    }

    private static BlobHeaders headers(Blob blob, boolean partial) {
        return new BlobHeaders()
                .content(blob, SasOverrides.NONE, partial)
                .add("Accept-Ranges", "bytes");
    }
}
