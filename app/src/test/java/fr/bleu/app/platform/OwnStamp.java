package fr.bleu.app.platform;

import fr.bleu.app.stamp.NodeSettings;
import fr.bleu.app.stamp.SharedEngines;
import fr.bleu.app.stamp.StampSettings;
import fr.bleu.extents.FakeS3;
import fr.bleu.extents.S3Limits;
import fr.bleu.extents.S3Options;
import fr.bleu.http.Networks;
import fr.bleu.keys.PrivateFiles;
import fr.bleu.store.postgres.PostgresOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** A stamp of a test's own: a database that it has made, and its S3 server. */
final class OwnStamp {
    private OwnStamp() {}

    /**
     * Its settings.
     *
     * @param credentials the file to write the server's credentials to
     */
    static StampSettings of(
            NodeSettings node,
            PostgresOptions.Address database,
            FakeS3 s3,
            Path credentials,
            S3Limits limits)
            throws Exception {
        String pair =
                "access-key = %s\nsecret-key = %s\n"
                        .formatted(FakeS3.ACCESS_KEY, FakeS3.SECRET_KEY);
        PrivateFiles.replace(credentials, pair.getBytes(StandardCharsets.US_ASCII));
        S3Options objects =
                new S3Options(
                        s3.endpoint(),
                        "us-east-1",
                        FakeS3.BUCKET,
                        "stamp1/",
                        credentials,
                        Optional.empty(),
                        limits);
        return new StampSettings(
                Optional.empty(),
                node,
                OptionalInt.empty(),
                Optional.empty(),
                Networks.NONE,
                Optional.of(new SharedEngines(node.name().orElseThrow(), database, objects)),
                Optional.empty());
    }

    /** A node of this name, its place left to what is usual. */
    static NodeSettings node(String name) {
        return new NodeSettings(
                Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
