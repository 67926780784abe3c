package fr.bleu.storage;

import java.io.InputStream;

/**
 * A body to be stored.
 *
 * @param in gives at least {@code length} bytes, or ends early with an IOException
 * @param length the declared length in bytes
 * @param declared what the client says of it
 */
public record Body(InputStream in, long length, Checksums declared) {}
