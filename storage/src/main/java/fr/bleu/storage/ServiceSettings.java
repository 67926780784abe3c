package fr.bleu.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * The Blob service's properties of one account.
 *
 * @param versioning whether earlier versions are kept
 * @param deleteDays how long deleted blobs, snapshots and versions can be brought back; 0 for not
 *     at all
 * @param permanentDelete whether a deleted snapshot or version may be deleted for good before
 * @param containerDeleteDays how long deleted containers can be brought back; 0 for not at all
 * @param cors the first rule that fits a request counts
 * @param defaultVersion the version of requests that name none; empty for none
 * @param changeFeed whether changes of blobs are told
 * @param website what is served to everybody
 */
public record ServiceSettings(
        boolean versioning,
        int deleteDays,
        boolean permanentDelete,
        int containerDeleteDays,
        List<CorsRule> cors,
        String defaultVersion,
        FeedSettings changeFeed,
        StaticWebsite website) {
    /** A new account's. */
    static final ServiceSettings DEFAULT = new ServiceSettings(false, 0, false, 0);

    /** Without rules for foreign pages, a default version, a change feed and a website. */
    ServiceSettings(
            boolean versioning, int deleteDays, boolean permanentDelete, int containerDeleteDays) {
        this(
                versioning,
                deleteDays,
                permanentDelete,
                containerDeleteDays,
                List.of(),
                "",
                FeedSettings.OFF,
                StaticWebsite.OFF);
    }

    public ServiceSettings {
        cors = List.copyOf(cors);
    }

    public ServiceSettings withVersioning(boolean other) {
        return new ServiceSettings(
                other,
                deleteDays,
                permanentDelete,
                containerDeleteDays,
                cors,
                defaultVersion,
                changeFeed,
                website);
    }

    public ServiceSettings withDeletion(int days, boolean permanent) {
        return new ServiceSettings(
                versioning,
                days,
                permanent,
                containerDeleteDays,
                cors,
                defaultVersion,
                changeFeed,
                website);
    }

    public ServiceSettings withContainerDeletion(int days) {
        return new ServiceSettings(
                versioning,
                deleteDays,
                permanentDelete,
                days,
                cors,
                defaultVersion,
                changeFeed,
                website);
    }

    public ServiceSettings withCors(List<CorsRule> other) {
        return new ServiceSettings(
                versioning,
                deleteDays,
                permanentDelete,
                containerDeleteDays,
                other,
                defaultVersion,
                changeFeed,
                website);
    }

    public ServiceSettings withDefaultVersion(String other) {
        return new ServiceSettings(
                versioning,
                deleteDays,
                permanentDelete,
                containerDeleteDays,
                cors,
                other,
                changeFeed,
                website);
    }

    public ServiceSettings withChangeFeed(FeedSettings other) {
        return new ServiceSettings(
                versioning,
                deleteDays,
                permanentDelete,
                containerDeleteDays,
                cors,
                defaultVersion,
                other,
                website);
    }

    public ServiceSettings withWebsite(StaticWebsite other) {
        return new ServiceSettings(
                versioning,
                deleteDays,
                permanentDelete,
                containerDeleteDays,
                cors,
                defaultVersion,
                changeFeed,
                other);
    }

    /** Whether it has what accounts with directories do not. */
    boolean needsFlatNames() {
        return versioning || deleteDays > 0 || permanentDelete || changeFeed.enabled();
    }

    Encoder encode() {
        Encoder out =
                new Encoder(16)
                        .int8(versioning ? 1 : 0)
                        .int32(deleteDays)
                        .int8(permanentDelete ? 1 : 0)
                        .int32(containerDeleteDays)
                        .int32(cors.size());
        cors.forEach(rule -> rule.encode(out));
        out.text(defaultVersion);
        changeFeed.encode(out);
        website.encode(out);
        return out;
    }

    /** Records written before a field existed end without it. */
    static ServiceSettings decode(Decoder in) {
        ServiceSettings first =
                new ServiceSettings(in.int8() != 0, in.int32(), in.int8() != 0, in.int32());
        if (!in.hasMore()) {
            return first;
        }
        int rules = in.int32();
        List<CorsRule> cors = new ArrayList<>(rules);
        for (int i = 0; i < rules; i++) {
            cors.add(CorsRule.decode(in));
        }
        ServiceSettings second = first.withCors(cors).withDefaultVersion(in.text());
        ServiceSettings third =
                in.hasMore() ? second.withChangeFeed(FeedSettings.decode(in)) : second;
        return in.hasMore() ? third.withWebsite(StaticWebsite.decode(in)) : third;
    }
}
