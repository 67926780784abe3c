package fr.bleu.app;

import fr.bleu.app.command.Az;
import fr.bleu.app.command.BackupCommand;
import fr.bleu.app.command.Doctor;
import fr.bleu.app.command.Down;
import fr.bleu.app.command.Env;
import fr.bleu.app.command.LedgerCommand;
import fr.bleu.app.command.Logs;
import fr.bleu.app.command.MigrateCommand;
import fr.bleu.app.command.NodeCommand;
import fr.bleu.app.command.PolicyCommand;
import fr.bleu.app.command.RestoreCommand;
import fr.bleu.app.command.ScrubCommand;
import fr.bleu.app.command.StampCommand;
import fr.bleu.app.command.Status;
import fr.bleu.app.command.TenantCommand;
import fr.bleu.app.command.Up;
import fr.bleu.app.command.VerifyCommand;
import java.util.List;

/** The {@code bleu} command. */
public final class Main {

    private Main() {}

    /** Runs one command; exits 0, 1 (it failed, and one line says why), or what az exited with. */
    public static void main(String[] args) {
        // By its name: its superclass reads the property when it is initialized.
        System.setProperty("java.util.logging.manager", LastingLogs.class.getName());
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> words) {
        try {
            return words.isEmpty()
                    ? unknown("")
                    : dispatch(words.getFirst(), words.subList(1, words.size()));
        } catch (CommandFailure failure) {
            System.err.println("bleu: " + failure.getMessage());
            return 1;
        }
    }

    private static int dispatch(String command, List<String> words) {
        return switch (command) {
            case "up" -> Up.run(words);
            case "status" -> Status.run(words);
            case "logs" -> Logs.run(words);
            case "down" -> Down.run(words);
            case "doctor" -> Doctor.run(words);
            case "env" -> Env.run(words);
            case "az" -> Az.run(words);
            case "ledger" -> LedgerCommand.run(words);
            case "policy" -> PolicyCommand.run(words);
            case "backup" -> BackupCommand.run(words);
            case "restore" -> RestoreCommand.run(words);
            case "scrub" -> ScrubCommand.run(words);
            case "node" -> NodeCommand.run(words);
            case "stamp" -> StampCommand.run(words);
            case "migrate" -> MigrateCommand.run(words);
            case "verify" -> VerifyCommand.run(words);
            case "tenant" -> TenantCommand.run(words);
            default -> unknown(command);
        };
    }

    private static int unknown(String command) {
        throw new CommandFailure("no such command: " + command + " (./bleu help lists them)");
    }
}
