package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.storage.Actions;
import fr.bleu.storage.Container;
import fr.bleu.storage.ContainerAccess;
import fr.bleu.storage.PublicAccess;
import fr.bleu.storage.Storage;
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

    private final RouteMaker maker;
    private final Storage storage;

    AclRoutes(RouteMaker maker, Storage storage) {
        this.maker = maker;
        this.storage = storage;
    }

    List<Route> routes() {
        return List.of(
                maker.container("GET", OF_ACL, Actions.READ_ACL, this::get),
                maker.container("HEAD", OF_ACL, Actions.READ_ACL, this::get),
                maker.container("PUT", OF_ACL, Actions.WRITE_ACL, this::set));
    }

    private Answer get(Request request, Permit permit) {
        Container container = storage.containers().get(permit, RequestHeaders.onlyLease(request));
        Answer xml = AclXml.write(container.traits().access().policies()).answer(200);
        BlobHeaders headers = new BlobHeaders().stamp(container.modified());
        return new Answer(200, xml.headers().with(headers.done()), xml.body());
    }

    private Answer set(Request request, Permit permit) {
        ContainerAccess access = new ContainerAccess(PublicAccess.NONE, AclXml.read(request));
        var changed =
                storage.containers()
                        .setAccess(permit, access, BlobRequests.containerDates(request));
        BlobHeaders headers =
                new BlobHeaders().stamp(changed.value().modified()).receipt(changed.receipt());
        return new Answer(200, headers.done(), new Answer.Body.Empty());
    }
}
