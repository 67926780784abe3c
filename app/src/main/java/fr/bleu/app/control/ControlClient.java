package fr.bleu.app.control;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running cloud over its control socket: one JSON object each way. */
public final class ControlClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ControlClient() {}

    /**
     * Asks.
     *
     * @throws CommandFailure when the cloud does not run, or refuses
     */
    public static JsonNode ask(Instance instance, String command, Map<String, String> arguments) {
        JsonNode answer;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(instance.controlSocket()));
            OutputStream out = Channels.newOutputStream(channel);
            byte[] question =
                    JSON.writeValueAsBytes(Map.of("command", command, "arguments", arguments));
            out.write(question);
            out.write('\n');
            out.flush();
            answer = JSON.readTree(read(channel));
        } catch (IOException e) {
            throw new CommandFailure(
                    "the cloud in " + instance.data() + " does not run; ./bleu up starts it");
        }
        if (answer.has("error")) {
            throw new CommandFailure(answer.path("error").asString());
        }
        return answer.path("result");
    }

    private static String read(SocketChannel channel) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(channel), StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null) {
            throw new IOException("no answer");
        }
        return line;
    }

    /** Whether a cloud answers there. */
    public static boolean runs(Instance instance) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(instance.controlSocket()));
        } catch (IOException e) {
            return false;
        }
    }
}
