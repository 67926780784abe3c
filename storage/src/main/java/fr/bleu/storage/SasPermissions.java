package fr.bleu.storage;

import fr.bleu.trust.Action;
import java.util.HashSet;
import java.util.Set;

/**
 * What the letters of {@code sp} permit. Letters that Azure knows and that no operation here asks
 * for open nothing; unknown ones are refused.
 */
final class SasPermissions {
    /** Letters of service and user delegation signatures. */
    private static final String OF_SERVICE = "racwdxyltmeopif";

    /** Letters of account signatures; some are of queues and tables. */
    private static final String OF_ACCOUNT = "rwdxylacuptfi";

    /** What a request is about, by the resource that its address names. */
    enum Level {
        SERVICE('s'),
        CONTAINER('c'),
        OBJECT('o');

        private final char letter;

        Level(char letter) {
            this.letter = letter;
        }

        static Level of(String container, String blob) {
            if (container.isEmpty()) {
                return SERVICE;
            }
            return blob.isEmpty() ? CONTAINER : OBJECT;
        }

        boolean isIn(String types) {
            return types.indexOf(letter) >= 0;
        }
    }

    private SasPermissions() {}

    /** Whether all letters are permissions of a container or blob. */
    static boolean areOfResource(String letters) {
        return letters.chars().allMatch(letter -> OF_SERVICE.indexOf(letter) >= 0);
    }

    /** Letters of a signature for a container or blob. */
    static Set<Action> ofResource(String letters) {
        requireKnown(letters, OF_SERVICE);
        Set<Action> actions = new HashSet<>();
        actions.add(Actions.BATCH_SIGNED);
        for (char letter : letters.toCharArray()) {
            actions.addAll(onObject(letter));
            switch (letter) {
                case 'l' -> actions.add(Actions.LIST_SIGNED);
                case 'f' -> actions.add(Actions.FILTER_BLOBS);
                default -> {
                    // Not one of the container's own.
                }
            }
        }
        return actions;
    }

    /**
     * Letters of an account's signature.
     *
     * @param types its {@code srt}
     * @throws fr.bleu.http.Failure 403 AuthorizationResourceTypeMismatch when the signature is not
     *     one for such resources
     */
    static Set<Action> ofAccount(String letters, String types, Level level) {
        requireKnown(letters, OF_ACCOUNT);
        // Azure counts finding blobs by their tags among the operations on objects.
        boolean finds =
                level != Level.OBJECT && Level.OBJECT.isIn(types) && letters.indexOf('f') >= 0;
        if (!level.isIn(types) && !finds) {
            throw StorageError.AUTHORIZATION_RESOURCE_TYPE_MISMATCH.failure();
        }
        Set<Action> actions = new HashSet<>();
        if (finds) {
            actions.add(Actions.FILTER_BLOBS);
        }
        if (level.isIn(types)) {
            actions.add(Actions.READ_ACCOUNT_INFO);
            actions.add(Actions.BATCH_SIGNED);
            for (char letter : letters.toCharArray()) {
                actions.addAll(
                        switch (level) {
                            case SERVICE -> onService(letter);
                            case CONTAINER -> onContainer(letter);
                            case OBJECT -> onObject(letter);
                        });
            }
        }
        return actions;
    }

    private static Set<Action> onService(char letter) {
        return switch (letter) {
            case 'r' -> Set.of(Actions.READ_SERVICE);
            case 'w' -> Set.of(Actions.WRITE_SERVICE);
            case 'l' -> Set.of(Actions.READ_CONTAINER);
            default -> Set.of();
        };
    }

    private static Set<Action> onContainer(char letter) {
        return switch (letter) {
            case 'r' -> Set.of(Actions.READ_CONTAINER);
            case 'w' -> Set.of(Actions.WRITE_CONTAINER, Actions.CREATE_CONTAINER_SIGNED);
            case 'c' -> Set.of(Actions.CREATE_CONTAINER_SIGNED);
            case 'd' -> Set.of(Actions.DELETE_CONTAINER);
            case 'l' -> Set.of(Actions.LIST_SIGNED);
            default -> Set.of();
        };
    }

    private static Set<Action> onObject(char letter) {
        return switch (letter) {
            case 'r' -> Set.of(Actions.READ_BLOB);
            case 'a' -> Set.of(Actions.APPEND_SIGNED);
            case 'c' -> Set.of(Actions.ADD_BLOB);
            case 'i' -> Set.of(Actions.HOLD_BLOBS);
            case 'w' -> Set.of(Actions.WRITE_BLOB, Actions.ADD_BLOB);
            case 'd' -> Set.of(Actions.DELETE_BLOB);
            case 'x' -> Set.of(Actions.DELETE_VERSION);
            case 'y' -> Set.of(Actions.DELETE_PERMANENTLY);
            case 't' -> Set.of(Actions.READ_TAGS, Actions.WRITE_TAGS);
            default -> Set.of();
        };
    }

    private static void requireKnown(String letters, String known) {
        for (char letter : letters.toCharArray()) {
            if (known.indexOf(letter) < 0) {
                throw SasToken.refused("sp", "has an unknown permission");
            }
        }
    }
}
