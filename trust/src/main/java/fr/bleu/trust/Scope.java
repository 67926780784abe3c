package fr.bleu.trust;

import java.util.Locale;

/**
 * What an action is about: an ARM resource id, and below it perhaps one item.
 *
 * @param path the ARM id, such as {@code /subscriptions/…/storageAccounts/a}, without a trailing
 *     slash; the root is empty. Compared without case; held in the case it was given in
 * @param item a blob's or secret's name below the path, compared with case; empty for none
 */
public record Scope(String path, String item) {

    public Scope {
        if (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (!path.isEmpty() && path.charAt(0) != '/') {
            throw new IllegalArgumentException("a scope begins with a slash");
        }
    }

    /** The scope of an ARM id. */
    public static Scope of(String path) {
        return new Scope(path, "");
    }

    /** One item below this path. */
    public Scope item(String name) {
        return new Scope(path, name);
    }

    /** A child path of this one. */
    public Scope child(String segments) {
        return new Scope(path + "/" + segments, "");
    }

    /** Whether {@code other} is this scope or lies below it. */
    public boolean contains(Scope other) {
        if (!item.isEmpty()) {
            return key().equals(other.key()) && item.equals(other.item);
        }
        String mine = key();
        String theirs = other.key();
        return theirs.equals(mine) || theirs.startsWith(mine + "/");
    }

    /** The path in lower case, for comparing and for record keys. */
    public String key() {
        return path.toLowerCase(Locale.ROOT);
    }
}
