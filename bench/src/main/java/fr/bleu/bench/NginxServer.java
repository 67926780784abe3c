package fr.bleu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * nginx over plain http with static files at the paths of the blobs that are got, a worker for each
 * core, and what an operator sets to make it fast: no access log, sendfile, open files kept.
 */
final class NginxServer implements Server {

    private static final String CONFIGURATION =
            """
            daemon off;
            user %1$s;
            worker_processes auto;
            pid nginx.pid;
            error_log error.log;
            events { worker_connections 1024; }
            http {
              access_log off;
              sendfile on;
              tcp_nopush on;
              keepalive_requests 100000000;
              open_file_cache max=10000;
              default_type application/octet-stream;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              server {
                listen 127.0.0.1:%2$d;
                root www;
              }
            }
            """;

    private final Path folder;
    private final Process process;
    private final Endpoint endpoint;

    private NginxServer(Path folder, Process process, Endpoint endpoint) {
        this.folder = folder;
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Whether the machine has it. */
    static boolean isInstalled() throws InterruptedException {
        try {
            Processes.run("nginx", "-v");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static NginxServer start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("bleu-nginx-");
        Endpoint endpoint = Endpoint.plain(Processes.freePort(), "benchaccount", new byte[64]);
        Works.writeSmall(
                Files.createDirectories(
                        folder.resolve("www").resolve(endpoint.account()).resolve("bench")));
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(
                configuration,
                CONFIGURATION.formatted(System.getProperty("user.name"), endpoint.port()));
        Path output = folder.resolve("nginx.out");
        Process process =
                new ProcessBuilder(
                                "nginx",
                                "-p",
                                folder.toString(),
                                "-e",
                                "error.log",
                                "-c",
                                configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        NginxServer server = new NginxServer(folder, process, endpoint);
        return Processes.started(server, process, output, endpoint::listens);
    }

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The master ends its workers; killed, it would leave them. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
        Folders.delete(folder);
    }
}
