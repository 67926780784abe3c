package fr.bleu.app.stamp;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.traces.TraceOptions;
import fr.bleu.extents.S3Limits;
import fr.bleu.extents.S3Options;
import fr.bleu.http.Networks;
import fr.bleu.store.postgres.PostgresOptions;
import fr.bleu.trust.Node;
import fr.bleu.trust.Stamps;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an operator's file says of a node: who it is, how it is reached, and, for a node of a stamp,
 * the database and the bucket that it shares. It holds no secret; those stand in files that it
 * names.
 *
 * @param stamp the name of the stamp, when it is not its ledger's or the first one's
 * @param node who the node is and where it stands
 * @param port what clients see, when it is not the port that the node listens on
 * @param listen the address of this machine to listen on instead of loopback
 * @param proxies whose connections begin with a PROXY header that says where they come from
 * @param engines what it shares with other nodes; without, it is a machine by itself
 * @param traces where its spans go
 */
public record StampSettings(
        Optional<String> stamp,
        NodeSettings node,
        OptionalInt port,
        Optional<InetAddress> listen,
        Networks proxies,
        Optional<SharedEngines> engines,
        Optional<TraceOptions> traces) {

    private static final int POSTGRES_PORT = 5432;

    /**
     * Reads the operator's file, {@code name = value} lines; paths in it are relative to its
     * folder. {@code docs/operations.md} lists the names.
     *
     * @throws CommandFailure with one line, for what is missing, unknown or wrong
     */
    public static StampSettings read(Path file) {
        SettingsFile settings = SettingsFile.read(file);
        try {
            NodeSettings node = node(settings);
            StampSettings read =
                    new StampSettings(
                            settings.optional("stamp").map(Stamps::requireName),
                            node,
                            settings.number("port", 1, 65_535),
                            settings.optional("listen").map(StampSettings::listen),
                            settings.optional("proxies")
                                    .map(StampSettings::proxies)
                                    .orElse(Networks.NONE),
                            engines(settings, node),
                            traces(settings, node));
            settings.requireNothingElse();
            return read;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(file + ": " + e.getMessage());
        }
    }

    private static NodeSettings node(SettingsFile settings) {
        NodeSettings node =
                new NodeSettings(
                        Optional.of(settings.required("node")),
                        settings.optional("site"),
                        settings.optional("country"),
                        settings.optional("entity"));
        // What is wrong is said now, by the file's name.
        Node _ = node.alone();
        return node;
    }

    /** Both or neither: half of it is a mistake. */
    private static Optional<SharedEngines> engines(SettingsFile settings, NodeSettings node) {
        if (!settings.hasAny("postgres.") && !settings.hasAny("s3.")) {
            return Optional.empty();
        }
        return Optional.of(
                new SharedEngines(
                        node.name().orElseThrow(), database(settings), objects(settings)));
    }

    /** One address, so that nothing is reachable where it was not meant to be. */
    private static InetAddress listen(String text) {
        InetAddress address = Networks.literal(text);
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new IllegalArgumentException("listen: one address of this machine: " + text);
        }
        return address;
    }

    private static Networks proxies(String text) {
        try {
            return Networks.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("proxies: " + e.getMessage(), e);
        }
    }

    private static PostgresOptions.Address database(SettingsFile settings) {
        List<PostgresOptions.Server> servers =
                Arrays.stream(settings.required("postgres.servers").split(",", -1))
                        .map(text -> server(text.strip()))
                        .toList();
        return new PostgresOptions.Address(
                servers,
                settings.required("postgres.database"),
                settings.required("postgres.user"),
                settings.path("postgres.password-file"),
                settings.path("postgres.ca"));
    }

    /** {@code host} or {@code host:port}; an IPv6 address stands in brackets. */
    private static PostgresOptions.Server server(String text) {
        URI address;
        try {
            address = URI.create("postgres://" + text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("postgres.servers: not a server: " + text, e);
        }
        boolean bare = address.getHost() != null && ("postgres://" + text).equals(bare(address));
        if (!bare) {
            throw new IllegalArgumentException("postgres.servers: not a server: " + text);
        }
        String host = address.getHost().replaceAll("[\\[\\]]", "");
        int port = address.getPort() < 0 ? POSTGRES_PORT : address.getPort();
        return new PostgresOptions.Server(host, port);
    }

    private static String bare(URI address) {
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return "postgres://" + address.getHost() + port;
    }

    private static Optional<TraceOptions> traces(SettingsFile settings, NodeSettings node) {
        Optional<Path> ca = settings.path("traces.ca");
        Optional<String> endpoint = settings.optional("traces.endpoint");
        if (ca.isPresent() && endpoint.isEmpty()) {
            throw SettingsFile.missing("traces.endpoint");
        }
        return endpoint.map(it -> TraceOptions.of(it, ca, node.name().orElse("")));
    }

    private static S3Options objects(SettingsFile settings) {
        return new S3Options(
                URI.create(settings.required("s3.endpoint")),
                settings.optional("s3.region").orElse("us-east-1"),
                settings.required("s3.bucket"),
                settings.optional("s3.prefix").orElse(""),
                settings.path("s3.credentials")
                        .orElseThrow(() -> SettingsFile.missing("s3.credentials")),
                settings.path("s3.ca"),
                S3Limits.standard());
    }
}
