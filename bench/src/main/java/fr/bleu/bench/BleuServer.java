package fr.bleu.bench;

import fr.bleu.conformance.Cloud;
import java.io.IOException;
import java.nio.file.Path;

/** Our cloud as a user starts it, with a storage account made through the Resource Manager. */
final class BleuServer implements Server {

    static final String ACCOUNT = "benchaccount";

    private final Cloud cloud;
    private final Endpoint endpoint;

    private BleuServer(Cloud cloud, Endpoint endpoint) {
        this.cloud = cloud;
        this.endpoint = endpoint;
    }

    static BleuServer start() throws IOException, InterruptedException {
        Cloud cloud = Cloud.start();
        try {
            return new BleuServer(
                    cloud,
                    Endpoint.trusting(
                            Path.of(cloud.env("BLEU_CA")),
                            cloud.port(),
                            ACCOUNT,
                            new Arm(cloud).makeAccount(ACCOUNT)));
        } catch (IOException | RuntimeException e) {
            cloud.close();
            throw e;
        }
    }

    /** The cloud itself, to be killed and started on the same data. */
    Cloud cloud() {
        return cloud;
    }

    @Override
    public String name() {
        return "Bleu";
    }

    @Override
    public long pid() {
        return cloud.pid();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        cloud.close();
    }
}
