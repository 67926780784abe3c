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
 */
public record ServiceSettings(
        boolean versioning,
        int deleteDays,
        boolean permanentDelete,
        int containerDeleteDays,
        List<CorsRule> cors,
        String defaultVersion) {
    /** A new account's. */
    static final ServiceSettings DEFAULT = new ServiceSettings(false, 0, false, 0);

    /** Without rules for foreign pages and without a default version. */
    ServiceSettings(
            boolean versioning, int deleteDays, boolean permanentDelete, int containerDeleteDays) {
        this(versioning, deleteDays, permanentDelete, containerDeleteDays, List.of(), "");
    }

    public ServiceSettings {
        cors = List.copyOf(cors);
    }

    public ServiceSettings withVersioning(boolean other) {
        return new ServiceSettings(
                other, deleteDays, permanentDelete, containerDeleteDays, cors, defaultVersion);
    }

    public ServiceSettings withDeletion(int days, boolean permanent) {
        return new ServiceSettings(
                versioning, days, permanent, containerDeleteDays, cors, defaultVersion);
    }

    public ServiceSettings withContainerDeletion(int days) {
        return new ServiceSettings(
                versioning, deleteDays, permanentDelete, days, cors, defaultVersion);
    }

    public ServiceSettings withCors(List<CorsRule> other) {
        return new ServiceSettings(
                versioning,
                deleteDays,
                permanentDelete,
                containerDeleteDays,
                other,
                defaultVersion);
    }

    public ServiceSettings withDefaultVersion(String other) {
        return new ServiceSettings(
                versioning, deleteDays, permanentDelete, containerDeleteDays, cors, other);
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
        return out.text(defaultVersion);
    }

    static ServiceSettings decode(Decoder in) {
        boolean versioning = in.int8() != 0;
        int deleteDays = in.int32();
        boolean permanentDelete = in.int8() != 0;
        int containerDeleteDays = in.int32();
        if (!in.hasMore()) {
            return DEFAULT.withVersioning(versioning)
                    .withDeletion(deleteDays, permanentDelete)
                    .withContainerDeletion(containerDeleteDays);
        }
        int rules = in.int32();
        List<CorsRule> cors = new ArrayList<>(rules);
        for (int i = 0; i < rules; i++) {
            cors.add(CorsRule.decode(in));
        }
        return new ServiceSettings(
                versioning, deleteDays, permanentDelete, containerDeleteDays, cors, in.text());
    }
}
