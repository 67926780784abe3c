package fr.bleu.app.doctor;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.control.ControlClient;
import fr.bleu.http.LocalAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * What a running cloud says of itself over its control socket.
 *
 * @param notReady why requests should not come to it
 * @param clock what is wrong with this machine's clock, if anything
 * @param server where it can be connected to from here
 * @param backlogAccounts accounts whose deleted data is not given back yet
 * @param backlogAge for how long
 */
record Health(
        long pid,
        List<String> notReady,
        Optional<String> clock,
        LocalAddress server,
        int backlogAccounts,
        Duration backlogAge) {

    private static final long PATIENCE_SECONDS = 10;

    /**
     * Asks.
     *
     * @throws CommandFailure when it refuses, or says nothing for ten seconds
     */
    static Health ask(Instance instance) {
        FutureTask<JsonNode> question =
                new FutureTask<>(() -> ControlClient.ask(instance, "health", Map.of()));
        // A daemon: a cloud that is frozen must not keep this process.
        Thread.ofPlatform().daemon().name("health").start(question);
        try {
            return of(question.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            throw new CommandFailure(
                    "the cloud runs but has said nothing for " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandFailure failure
                    ? failure
                    : new CommandFailure("the running cloud cannot be asked: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while the cloud was asked");
        }
    }

    private static Health of(JsonNode json) {
        return new Health(
                json.path("pid").asLong(),
                json.path("notReady").valueStream().map(JsonNode::asString).toList(),
                Optional.of(json.path("clock").asString("")).filter(it -> !it.isEmpty()),
                new LocalAddress(
                        InetAddress.ofLiteral(json.path("address").asString()),
                        json.path("port").asInt(),
                        json.path("proxied").asBoolean()),
                json.path("backlogAccounts").asInt(),
                Duration.ofSeconds(json.path("backlogSeconds").asLong()));
    }
}
