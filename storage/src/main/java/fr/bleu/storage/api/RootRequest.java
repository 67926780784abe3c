package fr.bleu.storage.api;

import fr.bleu.http.Request;

/** A request for a blob of {@code $root} that leaves the container out. */
final class RootRequest extends ForwardedRequest {

    RootRequest(Request request) {
        super(request);
    }

    @Override
    public String path(String name) {
        return name.equals("container") ? RootContainer.NAME : super.path(name);
    }
}
