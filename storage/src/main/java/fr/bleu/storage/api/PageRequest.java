package fr.bleu.storage.api;

import fr.bleu.storage.Body;
import fr.bleu.storage.ByteRange;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.ContentHeaders;
import fr.bleu.storage.Metadata;
import fr.bleu.storage.PageBlobs;
import fr.bleu.storage.PageRanges;
import fr.bleu.storage.PutOptions;
import fr.bleu.storage.SequenceConditions;

/** An operation on a page blob. */
sealed interface PageRequest {

    record Create(
            ContentHeaders headers,
            Metadata metadata,
            PutOptions options,
            long length,
            long sequenceNumber,
            Conditions conditions)
            implements PageRequest {}

    record Write(ByteRange range, Body body, SequenceConditions sequence, Conditions conditions)
            implements PageRequest {}

    record Clear(ByteRange range, SequenceConditions sequence, Conditions conditions)
            implements PageRequest {}

    record SetProperties(PageBlobs.Properties properties, Conditions conditions)
            implements PageRequest {}

    /**
     * @param paged whether the client asks for the rest, if there is more
     */
    record GetRanges(PageRanges.Wanted wanted, boolean paged, Conditions conditions)
            implements PageRequest {}
}
