package fr.bleu.storage.api;

import fr.bleu.storage.BlobListing;
import fr.bleu.storage.BlockId;
import fr.bleu.storage.BlockLists;
import fr.bleu.storage.Body;
import fr.bleu.storage.ByteRange;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.ContainerEncryption;
import fr.bleu.storage.ContainerListing;
import fr.bleu.storage.ContentHeaders;
import fr.bleu.storage.Metadata;
import fr.bleu.storage.PublicAccess;
import fr.bleu.storage.PutOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An operation of the Blob protocol, parsed and checked, before anything is decided about it. */
sealed interface BlobRequest {

    record ListContainers(ContainerListing.Wanted wanted, String marker, boolean metadata)
            implements BlobRequest {}

    record CreateContainer(Metadata metadata, PublicAccess level, ContainerEncryption encryption)
            implements BlobRequest {}

    record GetContainer(Conditions conditions) implements BlobRequest {}

    record SetContainerMetadata(Metadata metadata, Conditions conditions) implements BlobRequest {}

    record DeleteContainer(Conditions conditions) implements BlobRequest {}

    /**
     * @param include which data sets are shown, by their names
     * @param marker as it was sent
     * @param maxResults as it was sent
     */
    record ListBlobs(
            BlobListing.Wanted wanted,
            Set<String> include,
            String marker,
            Optional<Integer> maxResults)
            implements BlobRequest {}

    record PutBlob(
            ContentHeaders headers,
            Metadata metadata,
            PutOptions options,
            Body body,
            Conditions conditions)
            implements BlobRequest {}

    /**
     * @param rangeMd5 whether the range's MD5 is wanted
     * @param rangeCrc64 whether its CRC-64 is
     */
    record GetBlob(
            Optional<ByteRange> range, boolean rangeMd5, boolean rangeCrc64, Conditions conditions)
            implements BlobRequest {}

    record GetProperties(Conditions conditions) implements BlobRequest {}

    record GetMetadata(Conditions conditions) implements BlobRequest {}

    record SetProperties(ContentHeaders headers, Conditions conditions) implements BlobRequest {}

    record SetMetadata(Metadata metadata, Conditions conditions) implements BlobRequest {}

    record PutBlock(BlockId id, Body body, Conditions conditions) implements BlobRequest {}

    record PutBlockList(
            List<BlockLists.Reference> blocks,
            ContentHeaders headers,
            Metadata metadata,
            PutOptions options,
            Conditions conditions)
            implements BlobRequest {}

    record GetBlockList(boolean committed, boolean uncommitted, Conditions conditions)
            implements BlobRequest {}
}
