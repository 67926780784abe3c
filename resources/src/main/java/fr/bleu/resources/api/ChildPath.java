package fr.bleu.resources.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Request;

/** Paths of what lies below a resource. */
final class ChildPath {
    private static final int MAX_NAME_CHARS = 260;

    private ChildPath() {}

    /** A child's path with the request's names in it. */
    static String filled(Request request, String child) {
        StringBuilder path = new StringBuilder();
        for (String segment : child.split("/", -1)) {
            boolean parameter = segment.startsWith("{");
            path.append(path.isEmpty() ? "" : "/")
                    .append(
                            parameter
                                    ? bounded(request, segment.substring(1, segment.length() - 1))
                                    : segment);
        }
        return path.toString();
    }

    /** A name in the path that can be one segment of a scope. */
    static String bounded(Request request, String parameter) {
        String name = request.path(parameter);
        if (name.length() > MAX_NAME_CHARS || name.indexOf('/') >= 0) {
            throw new Failure(400, "InvalidResourceName", "A resource's name is invalid.");
        }
        return name;
    }
}
