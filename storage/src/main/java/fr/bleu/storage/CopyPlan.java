package fr.bleu.storage;

import fr.bleu.trust.Permit;

/**
 * What a copy is to make of its source.
 *
 * @param source leave to read the source
 * @param moment which state of the source is meant
 * @param address the source's address, without a signature
 * @param sourceConditions what must hold of the source
 * @param fromSource whether headers, and metadata if none is given, are the source's
 * @param headers those given; they go before the source's
 * @param metadata that given; any goes before the source's
 * @param options what is laid down beside the content
 * @param expected checksums that the source's bytes must have
 * @param conditions what must hold of the destination
 */
public record CopyPlan(
        Permit source,
        Moment moment,
        String address,
        Conditions sourceConditions,
        boolean fromSource,
        ContentHeaders headers,
        Metadata metadata,
        PutOptions options,
        Checksums expected,
        Conditions conditions) {

    /** Whether the bytes must be read even where they could be shared. */
    boolean mustRead() {
        return expected.hasMd5() || expected.hasCrc64() || headers.md5().length > 0;
    }

    ContentHeaders headers(Blob of) {
        if (!fromSource) {
            return headers;
        }
        ContentHeaders its = of.headers();
        return new ContentHeaders(
                or(headers.type(), its.type()),
                or(headers.encoding(), its.encoding()),
                or(headers.language(), its.language()),
                or(headers.cacheControl(), its.cacheControl()),
                or(headers.disposition(), its.disposition()),
                headers.md5().length > 0 ? headers.md5() : its.md5());
    }

    private static String or(String given, String other) {
        return given.isEmpty() ? other : given;
    }

    Metadata metadata(Blob of) {
        return metadata.values().isEmpty() && fromSource ? of.metadata() : metadata;
    }
}
