package fr.bleu.resources;

import fr.bleu.http.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The types of resources that the services have registered. */
public final class Catalogue {

    /** Providers that every subscription may use. */
    static final List<String> BUILT_IN =
            List.of("Microsoft.Resources", "Microsoft.Authorization", "microsoft.insights");

    private final Map<String, ResourceHandler> byType = new LinkedHashMap<>();
    private final Map<String, String> namespaces = new LinkedHashMap<>();

    Catalogue(List<ResourceHandler> handlers) {
        for (ResourceHandler handler : handlers) {
            ResourceType type = handler.type();
            if (byType.put(lower(type.fullName()), handler) != null) {
                throw new IllegalArgumentException(type.fullName() + " is registered twice");
            }
            namespaces.putIfAbsent(lower(type.namespace()), type.namespace());
        }
    }

    /** All handlers, in the order registered. */
    public List<ResourceHandler> handlers() {
        return List.copyOf(byType.values());
    }

    /** The handler of a type, its name in any case. */
    public ResourceHandler handler(String fullType) {
        ResourceHandler handler = byType.get(lower(fullType));
        if (handler == null) {
            throw new Failure(
                    404,
                    "InvalidResourceType",
                    "The resource type '" + fullType + "' could not be found.");
        }
        return handler;
    }

    /** The namespaces that subscriptions register, in the case to be shown. */
    public List<String> registrable() {
        return List.copyOf(namespaces.values());
    }

    /** All namespaces. */
    public List<String> namespaces() {
        List<String> all = new ArrayList<>(BUILT_IN);
        all.addAll(namespaces.values());
        return all;
    }

    /** A namespace in the case to be shown. */
    public Optional<String> namespace(String name) {
        return namespaces().stream().filter(it -> it.equalsIgnoreCase(name)).findFirst();
    }

    /** The handlers of a namespace. */
    public List<ResourceHandler> of(String namespace) {
        return byType.values().stream()
                .filter(it -> it.type().namespace().equalsIgnoreCase(namespace))
                .toList();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
