package fr.bleu.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets this JVM resolve the cloud's names without any DNS: a hosts file of its own. Must be called
 * before the JVM looks up its first name; a name that is not listed does not resolve any more.
 */
public final class Names {

    private Names() {}

    /**
     * Lists the domain's service names and these accounts' and vaults'.
     *
     * @param domain the base domain, such as {@code bleu.localhost}
     */
    public static void resolve(Path file, String domain, List<String> accounts, List<String> vaults)
            throws IOException {
        Stream<String> services =
                Stream.of("login.", "management.", "graph.").map(name -> name + domain);
        Stream<String> blobs = accounts.stream().map(name -> name + ".blob.core." + domain);
        Stream<String> secrets = vaults.stream().map(name -> name + ".vault." + domain);
        String names =
                Stream.of(Stream.of("localhost", hostName()), services, blobs, secrets)
                        .flatMap(stream -> stream)
                        .collect(Collectors.joining(" "));
        Files.writeString(file, "127.0.0.1 " + names + "\n");
        System.setProperty("jdk.net.hosts.file", file.toString());
    }

    private static String hostName() throws IOException {
        Path file = Path.of("/etc/hostname");
        return Files.isReadable(file)
                ? Arrays.asList(Files.readString(file).strip().split("\\s")).getFirst()
                : "localhost";
    }
}
