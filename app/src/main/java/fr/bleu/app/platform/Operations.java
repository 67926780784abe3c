package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Instance;
import fr.bleu.app.Kind;
import fr.bleu.app.backup.Backup;
import fr.bleu.app.control.ControlServer;
import fr.bleu.http.LocalAddress;
import fr.bleu.http.ca.Pem;
import fr.bleu.identity.DirectoryException;
import fr.bleu.keys.UnknownKeyException;
import fr.bleu.storage.Collector;
import fr.bleu.storage.Scrub;
import fr.bleu.store.Key;
import fr.bleu.trust.Action;
import fr.bleu.trust.Actions;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Target;
import fr.bleu.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** What the operator can ask over the control socket; every act has its entry, reads included. */
public final class Operations {

    /** How long a backup's keys open it, unless the operator says. */
    private static final int BACKUP_DAYS = 35;

    private static final int MAX_CERTIFICATE_BYTES = 64 * 1024;

    private final Instance instance;
    private final Platform platform;
    private final Runnable stop;
    private final Instant started = Instant.now();

    public Operations(Instance instance, Platform platform, Runnable stop) {
        this.instance = instance;
        this.platform = platform;
        this.stop = stop;
    }

    /** The commands by name. */
    public Map<String, ControlServer.Command> commands() {
        Map<String, ControlServer.Command> commands = new HashMap<>();
        commands.put("status", this::status);
        commands.put("health", this::health);
        commands.put("stop", this::stop);
        commands.put("policy-show", this::policy);
        commands.put("ledger-key", this::key);
        commands.put("ledger-export", this::export);
        commands.put("scrub-start", this::startScrub);
        commands.put("scrub-status", this::scrubStatus);
        if (instance.kind() == Kind.CLOUD) {
            // Development storage is never beside a tenant whose data is real.
            commands.put("tenant-create", this::createTenant);
            NodeOperations nodes = new NodeOperations(instance, platform);
            commands.put("node-pack", nodes::pack);
            commands.put("node-list", nodes::list);
            commands.put("backup", this::backup);
            commands.putAll(new StampOperations(platform).commands());
        }
        return commands;
    }

    private Permit permit(String operator, Action action) {
        return permit(platform, operator, action);
    }

    static Permit permit(Platform platform, String operator, Action action) {
        Target target = Target.of(Key.PLATFORM, Scope.of(""));
        return platform.trust().authorizer().permit(TenantSetup.operator(operator), action, target);
    }

    private Trust trust() {
        return platform.trust();
    }

    private Object status(String operator, JsonNode arguments) {
        permit(operator, Actions.STATUS);
        Map<String, String> status = new LinkedHashMap<>();
        status.put("address", platform.details().address(instance.kind()));
        platform.monitoring()
                .port()
                .ifPresent(port -> status.put("operator", "http://127.0.0.1:" + port));
        List<String> notReady = platform.monitoring().notReady();
        status.put("ready", notReady.isEmpty() ? "yes" : "no: " + String.join(", ", notReady));
        status.put("data", instance.data().toString());
        status.put("pid", Long.toString(ProcessHandle.current().pid()));
        status.put("up", Duration.between(started, Instant.now()).toSeconds() + " s");
        status.put(
                "ledger",
                trust().ledger().checkpoint().lines().skip(1).findFirst().orElse("0") + " entries");
        return status;
    }

    /** For {@code bleu doctor}. */
    private Object health(String operator, JsonNode arguments) {
        permit(operator, Actions.STATUS);
        Collector.Backlog backlog = platform.collector().backlog();
        LocalAddress server = platform.localAddress();
        return Map.of(
                "pid", ProcessHandle.current().pid(),
                "address", server.address().getHostAddress(),
                "port", server.port(),
                "proxied", server.proxied(),
                "notReady", platform.monitoring().notReady(),
                "clock", platform.monitoring().clockFinding().orElse(""),
                "backlogAccounts", backlog.accounts(),
                "backlogSeconds", backlog.oldest().toSeconds());
    }

    private Object stop(String operator, JsonNode arguments) {
        trust().commits().record(permit(operator, Actions.STOP), Map.of());
        stop.run();
        return Map.of("pid", ProcessHandle.current().pid());
    }

    private Object policy(String operator, JsonNode arguments) {
        Permit permit = permit(operator, Actions.POLICY_SHOW);
        return Map.of("policy", trust().policy().show(permit));
    }

    private Object createTenant(String operator, JsonNode arguments) {
        try {
            Path file = Path.of(arguments.path("certificate").asString());
            if (Files.size(file) > MAX_CERTIFICATE_BYTES) {
                throw new CommandFailure(file + " is too large for a certificate");
            }
            TenantSetup.Plan plan =
                    platform.tenantSetup()
                            .plan(
                                    arguments.path("name").asString(),
                                    false,
                                    Pem.certificate(Files.readString(file)));
            platform.tenantSetup().make(operator, plan);
            Map<String, String> answer = new LinkedHashMap<>();
            answer.put("tenant", plan.creation().tenant().toString());
            answer.put("subscription", plan.subscription().toString());
            answer.put("client", plan.creation().appId().toString());
            return answer;
        } catch (IOException e) {
            throw new CommandFailure("cannot read the certificate: " + CommandFailure.reason(e));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new CommandFailure("not a certificate in PEM, or not a name: " + e.getMessage());
        } catch (DirectoryException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    /** The intent stands in the ledger, and so in the backup, before anything is copied. */
    private Object backup(String operator, JsonNode arguments) {
        Path folder = Path.of(arguments.path("folder").asString());
        Path keys = Path.of(arguments.path("keys").asString());
        Duration kept = Duration.ofDays(arguments.path("days").asInt(BACKUP_DAYS));
        Permit permit = permit(operator, Actions.BACKUP);
        trust().commits().intend(permit, Map.of("days", Long.toString(kept.toDays())));
        boolean done = false;
        Map<String, String> details = new LinkedHashMap<>();
        try {
            Backup.Report report = platform.backup().run(folder, keys, kept, keep(arguments));
            details.put("backup", report.name());
            details.put("expires", report.expires().toString());
            details.put("size", Long.toString(report.entries()));
            done = true;
            return Map.of("backup", told(report, keys) + pruned(report, keys));
        } catch (IOException e) {
            throw new CommandFailure("cannot back up: " + CommandFailure.reason(e));
        } finally {
            trust().commits().ended(permit, done, details);
        }
    }

    private static OptionalInt keep(JsonNode arguments) {
        return arguments.has("keep")
                ? OptionalInt.of(arguments.path("keep").asInt())
                : OptionalInt.empty();
    }

    /** A folder that grows on is to be noticed, though the backup is whole. */
    private static String pruned(Backup.Report report, Path keys) {
        Backup.Pruned pruned = report.pruned();
        if (pruned.failure().isPresent()) {
            throw new CommandFailure(
                    "backup %s is whole, and %s opens it; but older ones were not removed: %s"
                            .formatted(report.name(), keys, pruned.failure().get()));
        }
        return pruned.files() == 0
                ? ""
                : "\n%d files were removed that only older backups needed."
                        .formatted(pruned.files());
    }

    private static String told(Backup.Report report, Path keys) {
        return """
        Backup %s: the cloud up to ledger entry %d; %d chunks and %d MiB of extents were new.
        %s opens it with the root key until %s: keep it apart, and both keys in a safe place.\
        """
                .formatted(
                        report.name(),
                        report.entries(),
                        report.chunks(),
                        report.extentBytes() >> 20,
                        keys,
                        report.expires());
    }

    private Object key(String operator, JsonNode arguments) {
        permit(operator, Actions.LEDGER_KEY);
        return Map.of(
                "key",
                arguments.has("generation")
                        ? trust().ledger().vkey(arguments.path("generation").asInt())
                        : trust().ledger().vkey());
    }

    private Object startScrub(String operator, JsonNode arguments) {
        trust().commits().record(permit(operator, Actions.SCRUB), Map.of());
        return Map.of("started", platform.scrub().start());
    }

    private Object scrubStatus(String operator, JsonNode arguments) {
        permit(operator, Actions.STATUS);
        Scrub.Report report = platform.scrub().report();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("running", report.running());
        answer.put("accounts", report.accounts());
        answer.put("objects", report.objects());
        answer.put("bytes", report.bytes());
        answer.put("sealed by customers", report.unreadable());
        answer.put("accounts not read", report.failures());
        answer.put("damaged", report.damaged());
        answer.put(
                "damages",
                report.damages().stream()
                        .map(it -> "account " + it.account() + " extent " + it.part())
                        .toList());
        return answer;
    }

    private Object export(String operator, JsonNode arguments) {
        Path folder = Path.of(arguments.path("folder").asString());
        if (Files.exists(folder)) {
            throw new CommandFailure(folder + " exists already; an export makes its own folder");
        }
        Permit permit = permit(operator, Actions.LEDGER_EXPORT);
        try {
            trust().ledger().export(permit, folder, opened(arguments), generation(arguments));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage());
        } catch (UnknownKeyException e) {
            throw new CommandFailure("there is no tenant " + arguments.path("tenant").asString());
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot export to " + folder + ": " + CommandFailure.reason(e));
        }
        return Map.of("exported", "Exported to " + folder);
    }

    private static OptionalInt generation(JsonNode arguments) {
        return arguments.has("generation")
                ? OptionalInt.of(arguments.path("generation").asInt())
                : OptionalInt.empty();
    }

    private static Optional<UUID> opened(JsonNode arguments) {
        if (!arguments.has("tenant")) {
            return Optional.empty();
        }
        String tenant = arguments.path("tenant").asString();
        try {
            return Optional.of(UUID.fromString(tenant));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--open-tenant takes a tenant's id, not " + tenant);
        }
    }
}
