package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.storage.Actions;
import fr.bleu.storage.BlobAccess;
import fr.bleu.storage.Container;
import fr.bleu.storage.ContainerAccess;
import fr.bleu.storage.Storage;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import java.util.List;
import java.util.Map;

/**
 * Get Container ACL and Set Container ACL.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/set-container-acl">Set
 *     Container ACL</a>
 */
final class AclRoutes {
    private static final Map<String, String> OF_ACL = RouteMaker.ofContainer("acl");

    private final BlobAccess access;
    private final RouteMaker maker;
    private final Storage storage;

    AclRoutes(BlobAccess access, RouteMaker maker, Storage storage) {
        this.access = access;
        this.maker = maker;
        this.storage = storage;
    }

    List<Route> routes() {
        return List.of(
                maker.container("GET", OF_ACL, Actions.READ_ACL, this::get),
                maker.container("HEAD", OF_ACL, Actions.READ_ACL, this::get),
                maker.container("PUT", OF_ACL, Actions.WRITE_ACL, this::onSet, this::set));
    }

    private Permit onSet(Request request, Caller caller) {
        return access.setAcl(
                request.label(),
                caller,
                RouteMaker.containerName(request),
                PublicLevel.isAsked(request));
    }

    private Answer get(Request request, Permit permit) {
        Container container = storage.containers().get(permit, RequestHeaders.onlyLease(request));
        Answer xml = AclXml.write(container.traits().access().policies()).answer(200);
        BlobHeaders headers =
                PublicLevel.tell(new BlobHeaders().stamp(container.modified()), container);
        return new Answer(200, xml.headers().with(headers.done()), xml.body());
    }

    private Answer set(Request request, Permit permit) {
        ContainerAccess wanted = new ContainerAccess(PublicLevel.of(request), AclXml.read(request));
        var changed =
                storage.containers()
                        .setAccess(permit, wanted, BlobRequests.containerDates(request));
        BlobHeaders headers =
                new BlobHeaders().stamp(changed.value().modified()).receipt(changed.receipt());
        return new Answer(200, headers.done(), new Answer.Body.Empty());
    }
}
