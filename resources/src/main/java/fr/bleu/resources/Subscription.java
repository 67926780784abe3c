package fr.bleu.resources;

import fr.bleu.trust.Scope;
import java.util.UUID;

/**
 * A subscription of a tenant.
 *
 * @param displayName 1 to 64 characters
 */
public record Subscription(UUID tenant, UUID id, String displayName) {

    public Subscription {
        if (displayName.isBlank() || displayName.length() > 64) {
            throw new IllegalArgumentException("a subscription's name has 1 to 64 characters");
        }
    }

    /** Its ARM id. */
    public String path() {
        return "/subscriptions/" + id;
    }

    /** Its scope. */
    public Scope scope() {
        return Scope.of(path());
    }
}
