package fr.bleu.conformance.cluster;

import fr.bleu.conformance.Cloud;
import fr.bleu.conformance.Sdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tag of a resource group that one client of the Resource Manager changes and reads. A read tells
 * the last acknowledged value, or one that was sent without an answer.
 */
final class GroupTag implements Step {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();
    private final URI group;
    private final String token;
    private final Waits.Client client;
    private final Set<Long> doubtful = new HashSet<>();
    private long last;
    private boolean made;

    GroupTag(Cloud cloud, String name, Waits waits) {
        Sdk sdk = new Sdk(cloud);
        this.token = sdk.token(sdk.administrator());
        this.client = waits.new Client();
        this.group =
                URI.create(
                        cloud.env("BLEU_URL")
                                + "/subscriptions/"
                                + cloud.env("AZURE_SUBSCRIPTION_ID")
                                + "/resourceGroups/"
                                + name
                                + "?api-version=2021-04-01");
    }

    @Override
    public void step() {
        long next = last + doubtful.size() + 1;
        String body = "{\"location\":\"francecentral\",\"tags\":{\"n\":\"%d\"}}".formatted(next);
        doubtful.add(next);
        if (client.call(() -> send("PUT", BodyPublishers.ofString(body))).isPresent()) {
            doubtful.remove(next);
            last = next;
            made = true;
        }
        if (made) {
            client.call(() -> send("GET", BodyPublishers.noBody())).ifPresent(this::check);
        }
    }

    @Override
    public void verify() {
        if (made) {
            check(send("GET", BodyPublishers.noBody()));
        }
    }

    private void check(String answer) {
        long seen =
                Long.parseLong(
                        JsonMapper.builder().build().readTree(answer).at("/tags/n").asString());
        if (seen != last && !doubtful.contains(seen)) {
            throw new AssertionError(
                    "the group's tag is %d after %d; in doubt: %s".formatted(seen, last, doubtful));
        }
    }

    /** The answer's body. */
    private String send(String method, HttpRequest.BodyPublisher body) {
        HttpRequest request =
                HttpRequest.newBuilder(group)
                        .timeout(TIMEOUT)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, body)
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 503) {
                throw new UncheckedIOException(new IOException("503"));
            }
            if (answer.statusCode() >= 300) {
                throw new AssertionError(
                        method + " " + group + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
