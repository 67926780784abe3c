package fr.bleu.storage.api;

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

    static String of(String name) {
        return VERSION
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
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

    /** The name that a marker holds; an empty marker is the beginning. */
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
