package fr.bleu.storage.api;

import fr.bleu.storage.Position;
import fr.bleu.storage.StorageError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Continuation markers: opaque to clients, the name at which the next page begins. */
final class Markers {
    /** A name of 1,024 characters, three bytes of UTF-8 each, in base64, and some room. */
    static final int MAX_CHARS = 4_200;

    private static final String VERSION = "1!";

    private Markers() {}

    /** The time stands behind the name, where there is one. */
    static String of(Position at) {
        return VERSION + encoded(at.name()) + (at.at() == 0 ? "" : "!" + at.at());
    }

    /** A marker that is no name: two texts of a key, longer than a name, stay below this. */
    private static final int MAX_BYTES_CHARS = 8_192;

    static String ofBytes(byte[] place) {
        return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(place);
    }

    /** The bytes that a marker holds; an empty marker is the beginning. */
    static byte[] bytes(String marker) {
        if (marker.isEmpty()) {
            return new byte[0];
        }
        try {
            if (marker.startsWith(VERSION) && marker.length() <= MAX_BYTES_CHARS) {
                return Base64.getUrlDecoder().decode(marker.substring(VERSION.length()));
            }
        } catch (IllegalArgumentException e) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: marker.");
        }
        throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: marker.");
    }

    private static String encoded(String name) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The place that a marker holds; an empty marker is the beginning. */
    static Position position(String marker) {
        if (marker.isEmpty()) {
            return Position.FIRST;
        }
        int at = marker.indexOf('!', VERSION.length());
        if (at < 0) {
            return Position.before(name(marker));
        }
        try {
            long time = Long.parseLong(marker.substring(at + 1));
            if (time > 0) {
                return new Position(name(marker.substring(0, at)), time);
            }
        } catch (NumberFormatException e) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: marker.");
        }
        throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: marker.");
    }

    /** The name that a marker without a time holds; an empty marker is the beginning. */
    static String name(String marker) {
        if (marker.isEmpty()) {
            return "";
        }
        try {
            if (marker.startsWith(VERSION)) {
                byte[] utf8 = Base64.getUrlDecoder().decode(marker.substring(VERSION.length()));
                String name =
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(utf8))
                                .toString();
                if (name.indexOf('\0') < 0) {
                    return name;
                }
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: marker.");
        }
        throw StorageError.INVALID_QUERY_PARAMETER_VALUE.failure("Parameter: marker.");
    }
}
