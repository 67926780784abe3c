package fr.bleu.app.platform;

import fr.bleu.app.operator.OperatorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** A cloud that begins a backup as soon as it is told to; killed by {@link BackupKillTest}. */
final class BackupChild {

    private BackupChild() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        try (Cloud cloud =
                new Cloud(Cloud.instance(folder.resolve("cloud")), OperatorOptions.NONE)) {
            System.out.println("ready");
            System.out.flush();
            System.in.read();
            cloud.platform
                    .backup()
                    .run(
                            folder.resolve("backups"),
                            folder.resolve("apart").resolve(args[1]),
                            Duration.ofDays(35),
                            OptionalInt.empty());
        }
    }
}
