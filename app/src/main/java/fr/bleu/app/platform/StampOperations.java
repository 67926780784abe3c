package fr.bleu.app.platform;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.control.ControlServer;
import fr.bleu.app.stamp.StampFile;
import fr.bleu.http.Domains;
import fr.bleu.http.Site;
import fr.bleu.store.Key;
import fr.bleu.trust.Action;
import fr.bleu.trust.Actions;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Scope;
import fr.bleu.trust.Stamps;
import fr.bleu.trust.Stamps.Name;
import fr.bleu.trust.Stamps.Stamp;
import fr.bleu.trust.Target;
import fr.bleu.trust.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What the operator says and asks of the platform's other stamps. */
final class StampOperations {

    private static final int SHOWN_NAMES = 5;

    private final Trust trust;
    private final Stamps stamps;
    private final Domains domains;

    StampOperations(Platform platform) {
        this.trust = platform.trust();
        this.stamps = trust.stamps();
        this.domains = platform.domains();
    }

    Map<String, ControlServer.Command> commands() {
        return Map.of(
                "stamp-names", this::names,
                "stamp-learn", this::learn,
                "stamp-list", this::list,
                "stamp-forget", this::forget);
    }

    private Permit permit(String operator, Action action) {
        Target target = Target.of(Key.PLATFORM, Scope.of(""));
        return trust.authorizer().permit(TenantSetup.operator(operator), action, target);
    }

    /** What is to be written has its entry before it is. */
    private Object names(String operator, JsonNode arguments) {
        Path file = Path.of(arguments.path("file").asString());
        trust.commits().record(permit(operator, Actions.STAMP_NAMES), Map.of());
        Set<Name> names = OwnNames.of(trust);
        Stamp own = new Stamp(stamps.own(), domains.base(), domains.web(), domains.port());
        try {
            new StampFile(own, names).write(file);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + file + ": " + CommandFailure.reason(e));
        }
        return Map.of("stamp", own.name(), "names", names.size());
    }

    private Object learn(String operator, JsonNode arguments) {
        StampFile file = StampFile.read(Path.of(arguments.path("file").asString()));
        Stamp stamp = file.stamp();
        Permit permit = permit(operator, Actions.STAMP_WRITE);
        requireFree(file);
        requireElsewhere(stamp);
        return entered(
                permit,
                stamp.name(),
                () -> {
                    Stamps.Learnt learnt = stamps.learn(permit, stamp, file.names());
                    return Map.of("added", learnt.added(), "removed", learnt.removed());
                });
    }

    /** Before anything is learnt; what is taken from now on, its commit tells. */
    private void requireFree(StampFile file) {
        Set<Name> own = OwnNames.of(trust);
        List<Name> taken = new ArrayList<>(file.names().stream().filter(own::contains).toList());
        taken.addAll(stamps.claimed(file.stamp().name(), file.names()));
        if (!taken.isEmpty()) {
            throw new CommandFailure(
                    "nothing was learnt: this stamp or a third one has "
                            + taken.size()
                            + " of the names: "
                            + taken.stream()
                                    .map(it -> it.kind() + " " + it.name())
                                    .sorted()
                                    .limit(SHOWN_NAMES)
                                    .collect(Collectors.joining(", ")));
        }
    }

    /** Else a client would be sent back to the URL that it has just asked. */
    private void requireElsewhere(Stamp stamp) {
        if (stamp.base().equals(domains.base()) && stamp.port() == domains.port()) {
            throw new CommandFailure(
                    "nothing was learnt: "
                            + stamp.name()
                            + " has the domain and port of this stamp; stamps need a `port` each");
        }
    }

    private Object list(String operator, JsonNode arguments) {
        permit(operator, Actions.STAMP_READ);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put(stamps.own(), "this one");
        for (Stamps.Known known : stamps.list()) {
            Stamp stamp = known.stamp();
            Domains there = new Domains(stamp.base(), stamp.web(), stamp.port());
            shown.put(stamp.name(), there.url(Site.LOGIN) + " " + known.names() + " names");
        }
        return shown;
    }

    private Object forget(String operator, JsonNode arguments) {
        String stamp = arguments.path("stamp").asString();
        Permit permit = permit(operator, Actions.STAMP_WRITE);
        return entered(permit, stamp, () -> Map.of("removed", stamps.forget(permit, stamp)));
    }

    /** It takes several commits: the intent stands before them, and what came of it behind. */
    private Object entered(Permit permit, String stamp, Supplier<Map<String, Long>> work) {
        trust.commits().intend(permit, Map.of("stamp", stamp));
        boolean done = false;
        Map<String, String> details = new LinkedHashMap<>();
        details.put("stamp", stamp);
        try {
            Map<String, Long> result = work.get();
            result.forEach((name, count) -> details.put(name, Long.toString(count)));
            done = true;
            return result;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage());
        } finally {
            trust.commits().ended(permit, done, details);
        }
    }
}
