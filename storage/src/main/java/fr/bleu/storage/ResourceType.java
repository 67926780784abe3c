package fr.bleu.storage;

import java.util.Locale;
import java.util.Optional;

/** What a name of a hierarchical container is. */
public enum ResourceType {
    FILE,
    DIRECTORY;

    /** Empty for a blob of a flat container. */
    static Optional<ResourceType> of(Container container, Blob blob) {
        if (!container.traits().hierarchical()) {
            return Optional.empty();
        }
        return Optional.of(blob.content() instanceof Content.Directory ? DIRECTORY : FILE);
    }

    /** As {@code x-ms-resource-type} has it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
