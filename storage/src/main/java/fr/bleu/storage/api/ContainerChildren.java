package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.http.Request;
import fr.bleu.resources.ChildRoute;
import fr.bleu.resources.NextLink;
import fr.bleu.resources.Resource;
import fr.bleu.resources.ResourceAction;
import fr.bleu.storage.Actions;
import fr.bleu.storage.Changed;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.Container;
import fr.bleu.storage.ContainerListing;
import fr.bleu.storage.Metadata;
import fr.bleu.storage.PublicAccess;
import fr.bleu.storage.Storage;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Receipt;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code storageAccounts/{name}/blobServices/default/containers}.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storagerp/blob-containers">Blob Containers</a>
 */
final class ContainerChildren {
    static final String SCOPE_ABOVE = BlobServiceChildren.SERVICE + "/containers/";

    /** A container's scope below its account. */
    static final String SCOPE = SCOPE_ABOVE + "{container}";

    private static final String LIST = BlobServiceChildren.SERVICE + "/containers";

    private final Storage storage;

    ContainerChildren(Storage storage) {
        this.storage = storage;
    }

    List<ChildRoute> routes() {
        return List.of(
                new ChildRoute("GET", "", LIST, Actions.READ_CONTAINER, this::list),
                new ChildRoute("GET", SCOPE, "", Actions.READ_CONTAINER, this::get),
                writing("PUT", this::put),
                writing("PATCH", this::patch),
                new ChildRoute("DELETE", SCOPE, "", Actions.DELETE_CONTAINER, this::delete));
    }

    /** Whether the policy lets containers be open is asked only where the account's rules do. */
    private ChildRoute writing(String method, ResourceAction.Body body) {
        return new ChildRoute(
                method,
                SCOPE,
                "",
                Actions.WRITE_CONTAINER,
                (resource, content) ->
                        opens(content) && storage.accounts().mayOpen(resource.owner()),
                body);
    }

    /** A bad body opens nothing: whoever has the permit is told of it, and nobody else. */
    private static boolean opens(ObjectNode content) {
        try {
            return ContainerBody.read(content).opens();
        } catch (Failure bad) {
            return false;
        }
    }

    private Answer list(Permit permit, Resource resource, ObjectNode content, Request request) {
        boolean deleted =
                switch (request.query("$include").orElse("")) {
                    case "" -> false;
                    case "deleted" -> true;
                    default -> throw ArmParameters.invalid("$include");
                };
        ContainerListing.Page page =
                storage.containerListing()
                        .list(
                                permit,
                                new ContainerListing.Wanted(
                                        request.query("$filter").orElse(""),
                                        Markers.position(request.query(NextLink.TOKEN).orElse("")),
                                        ArmParameters.pageSize(request),
                                        deleted));
        ObjectNode body = Json.object();
        ArrayNode value = body.putArray("value");
        page.containers().forEach(it -> value.add(ContainerJson.of(resource, it, storage.now())));
        page.next().ifPresent(it -> body.put("nextLink", NextLink.of(request, Markers.of(it))));
        return Json.answer(200, body);
    }

    private Answer get(Permit permit, Resource resource, ObjectNode content, Request request) {
        RouteMaker.containerName(request);
        Container container = storage.containers().get(permit, Conditions.NONE);
        return answer(200, resource, container);
    }

    /** Creates, or changes what is named. */
    private Answer put(Permit permit, Resource resource, ObjectNode content, Request request) {
        RouteMaker.containerName(request);
        ContainerBody wanted = ContainerBody.read(content);
        Optional<Container> found = storage.containers().lookUp(permit);
        if (found.isPresent()) {
            return changed(permit, resource, wanted, found.get());
        }
        Changed<Container> created =
                storage.containers()
                        .create(
                                permit,
                                wanted.metadata().orElse(Metadata.EMPTY),
                                wanted.level().orElse(PublicAccess.NONE),
                                wanted.ofVersions().orElse(false),
                                wanted.encryption());
        return answer(201, resource, created);
    }

    private Answer patch(Permit permit, Resource resource, ObjectNode content, Request request) {
        RouteMaker.containerName(request);
        ContainerBody wanted = ContainerBody.read(content);
        Container found = storage.containers().get(permit, Conditions.NONE);
        return changed(permit, resource, wanted, found);
    }

    /** Whether versions are held is decided when a container is created, for good. */
    private Answer changed(
            Permit permit, Resource resource, ContainerBody wanted, Container found) {
        boolean held = found.traits().immutability().ofVersions();
        if (wanted.ofVersions().orElse(held) != held) {
            throw StorageError.BLOB_OPERATION_NOT_SUPPORTED.failure(
                    "Versions are held one by one from a container's creation on, or never.");
        }
        if (!wanted.keeps(found.traits().encryption())) {
            throw StorageError.BLOB_OPERATION_NOT_SUPPORTED.failure(
                    "A container's encryption scope is decided when it is created.");
        }
        if (wanted.level().isEmpty() && wanted.metadata().isEmpty()) {
            return answer(200, resource, found);
        }
        return answer(
                200,
                resource,
                storage.containers().update(permit, wanted.metadata(), wanted.level()));
    }

    private Answer delete(Permit permit, Resource resource, ObjectNode content, Request request) {
        RouteMaker.containerName(request);
        if (storage.containers().lookUp(permit).isEmpty()) {
            return Answer.of(204);
        }
        Changed<Container> deleted = storage.containers().delete(permit, Conditions.NONE);
        return Answer.of(200).with(Receipt.HEADER, deleted.receipt().header());
    }

    private Answer answer(int status, Resource resource, Changed<Container> changed) {
        return answer(status, resource, changed.value())
                .with(Receipt.HEADER, changed.receipt().header());
    }

    private Answer answer(int status, Resource resource, Container container) {
        return Json.answer(status, ContainerJson.of(resource, container, storage.now()))
                .with("ETag", container.modified().etag());
    }
}
