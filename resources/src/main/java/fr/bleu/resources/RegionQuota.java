package fr.bleu.resources;

/**
 * How many resources of a type a subscription may have in one region.
 *
 * @param name as usages name it, such as {@code StorageAccounts}
 * @param displayName in words
 * @param limit the most
 * @param exceededCode the type's code for one too many
 */
public record RegionQuota(String name, String displayName, int limit, String exceededCode) {}
