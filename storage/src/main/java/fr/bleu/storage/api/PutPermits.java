package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.Actions;
import fr.bleu.storage.BlobAccess;
import fr.bleu.trust.Action;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;

/**
 * Permits for writing a blob's content: what the headers lay down beside the content needs leave of
 * its own.
 */
final class PutPermits {
    private final BlobAccess access;

    PutPermits(BlobAccess access) {
        this.access = access;
    }

    /** For Put Blob, for which leave to create may do. */
    Permit put(Request request, Caller caller) {
        requireForHeaders(request, caller);
        return access.put(
                request.label(),
                caller,
                RouteMaker.containerName(request),
                RouteMaker.blobName(request));
    }

    /** For what needs leave to write. */
    Permit write(Request request, Caller caller) {
        requireForHeaders(request, caller);
        return permit(request, caller, Actions.WRITE_BLOB);
    }

    private void requireForHeaders(Request request, Caller caller) {
        if (request.header(PutHeaders.TAGS).isPresent()) {
            permit(request, caller, Actions.WRITE_TAGS);
        }
        if (HoldHeaders.isPresent(request)) {
            permit(request, caller, Actions.HOLD_BLOBS);
        }
    }

    private Permit permit(Request request, Caller caller, Action action) {
        return access.blob(
                request.label(),
                caller,
                action,
                RouteMaker.containerName(request),
                RouteMaker.blobName(request));
    }
}
