package fr.bleu.app.control;

import fr.bleu.app.CommandFailure;
import fr.bleu.keys.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.net.ExtendedSocketOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The operator's only way in: a Unix socket with rights 0600 in a 0700 folder. The kernel names the
 * peer; only the user that runs the cloud is served, and that name stands in the ledger.
 */
public final class ControlServer implements AutoCloseable {

    /** One command of the operator. */
    @FunctionalInterface
    public interface Command {
        /** Answers; a {@link CommandFailure} is told to the operator, anything else is logged. */
        Object run(String operator, JsonNode arguments) throws Exception;
    }

    private static final Logger LOG = Logger.getLogger(ControlServer.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_QUESTION_BYTES = 64 * 1024;

    private final Path socket;
    private final Map<String, Command> commands;
    private final ServerSocketChannel channel;

    private ControlServer(Path socket, Map<String, Command> commands, ServerSocketChannel channel) {
        this.socket = socket;
        this.commands = Map.copyOf(commands);
        this.channel = channel;
    }

    /** Listens; whoever holds the data folder's lock may replace a dead process's socket. */
    public static ControlServer listen(Path socket, Map<String, Command> commands)
            throws IOException {
        PrivateFiles.checkFolder(socket.getParent());
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        ControlServer server = new ControlServer(socket, commands, channel);
        Thread.ofVirtual().name("control").start(server::accept);
        return server;
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel peer = channel.accept();
                Thread.ofVirtual().name("control-peer").start(() -> serve(peer));
            } catch (IOException e) {
                if (channel.isOpen()) {
                    LOG.log(Level.WARNING, "control socket", e);
                }
            }
        }
    }

    private void serve(SocketChannel peer) {
        try (peer) {
            String operator = peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            byte[] answer = JSON.writeValueAsBytes(answer(operator, question(peer)));
            OutputStream out = Channels.newOutputStream(peer);
            out.write(answer);
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            LOG.log(Level.FINE, "a control peer went away", e);
        }
    }

    private Map<String, Object> answer(String operator, byte[] question) {
        if (!operator.equals(System.getProperty("user.name"))) {
            return Map.of("error", "the control socket serves the user that runs the cloud only");
        }
        try {
            JsonNode json = JSON.readTree(question);
            Command command = commands.get(json.path("command").asString(""));
            if (command == null) {
                return Map.of("error", "the running cloud does not know that command");
            }
            return Map.of("result", command.run(operator, json.path("arguments")));
        } catch (CommandFailure failure) {
            return Map.of("error", failure.getMessage());
        } catch (Exception e) {
            LOG.log(Level.WARNING, "a control command failed", e);
            return Map.of("error", "it failed; the log says why");
        }
    }

    private static byte[] question(SocketChannel peer) throws IOException {
        InputStream in = Channels.newInputStream(peer);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
            if (line.size() >= MAX_QUESTION_BYTES) {
                throw new IOException("a question of more than " + MAX_QUESTION_BYTES + " bytes");
            }
            line.write(next);
        }
        return line.toByteArray();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(socket);
    }
}
