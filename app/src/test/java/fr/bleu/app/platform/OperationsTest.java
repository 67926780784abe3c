package fr.bleu.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.app.Instance;
import fr.bleu.app.control.ControlServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The operator's commands on a running platform. */
class OperationsTest {

    @TempDir Path folder;

    @Test
    void scrubRunsInTheBackgroundAndTellsItsEnd() throws Exception {
        try (Cloud cloud = new Cloud(folder)) {
            Instance instance =
                    new Instance("0".repeat(32), folder.resolve("data"), folder.resolve("secrets"));
            Map<String, ControlServer.Command> commands =
                    new Operations(instance, cloud.platform, () -> {}).commands();
            assertEquals(Map.of("started", true), run(commands, "scrub-start"));
            Map<?, ?> status = (Map<?, ?>) run(commands, "scrub-status");
            while (status.get("running").equals(true)) {
                Thread.sleep(10);
                status = (Map<?, ?>) run(commands, "scrub-status");
            }
            assertEquals(0L, status.get("damaged"));
            assertEquals(0L, status.get("accounts not read"));
        }
    }

    private static Object run(Map<String, ControlServer.Command> commands, String name)
            throws Exception {
        return commands.get(name).run("root", JsonMapper.builder().build().createObjectNode());
    }
}
