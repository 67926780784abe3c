package fr.bleu.app.doctor;

import fr.bleu.app.CommandFailure;
import fr.bleu.app.Details;
import fr.bleu.app.Instance;
import fr.bleu.app.Kind;
import fr.bleu.app.control.ControlClient;
import fr.bleu.http.LocalAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** Looks for what is wrong with an instance and its machine; changes nothing. */
public final class Examination {

    private final Machine machine;
    private final MachineCheck ofMachine;
    private final List<Finding> findings = new ArrayList<>();
    private boolean running;

    Examination(Machine machine) {
        this.machine = machine;
        this.ofMachine = new MachineCheck(machine);
    }

    /** Of this machine. */
    public Examination() {
        this(Machine.here());
    }

    /** Whether the cloud answered. */
    public boolean running() {
        return running;
    }

    /**
     * Examines.
     *
     * @param data the data folder, which need not hold anything
     */
    public List<Finding> examine(Path data) {
        ofMachine.java();
        ofMachine.clock();
        if (Instance.existsIn(data)) {
            instance(data);
        } else {
            ofMachine.descriptors(machine.descriptors().getAsLong());
            findings.add(
                    Finding.wrong(
                            "there is no cloud in " + data,
                            "./bleu up makes one; --data names another folder"));
        }
        List<Finding> all = new ArrayList<>(ofMachine.findings());
        all.addAll(findings);
        return all;
    }

    private void instance(Path data) {
        Instance instance;
        try {
            instance = Instance.load(data);
        } catch (CommandFailure failure) {
            findings.add(
                    Finding.wrong(
                            failure.getMessage(), "docs/operations.md, \"Recover\", says how"));
            return;
        }
        try {
            folders(instance);
            process(instance);
        } catch (IOException e) {
            findings.add(
                    Finding.wrong(
                            "the examination could not end: " + CommandFailure.reason(e),
                            "run it as the user that runs the cloud"));
        }
    }

    private void folders(Instance instance) throws IOException {
        FolderCheck check = new FolderCheck(machine, instance);
        check.rights();
        check.keys();
        check.room();
        check.format();
        check.clock();
        check.certificates();
        findings.addAll(check.findings());
        findings.addAll(LogCheck.findings(machine, instance));
    }

    private void process(Instance instance) throws IOException {
        running = ControlClient.runs(instance);
        if (running) {
            running(instance);
        } else {
            ofMachine.descriptors(machine.descriptors().getAsLong());
            List<Finding> silent = RunningCheck.silent(instance);
            findings.addAll(silent);
            if (silent.isEmpty() && Files.exists(instance.details())) {
                ofMachine.port(Details.of(instance).port());
            }
        }
        if (instance.kind() == Kind.CLOUD && Files.exists(instance.details())) {
            ofMachine.names(Details.of(instance));
        }
    }

    private void running(Instance instance) throws IOException {
        Health health;
        try {
            health = Health.ask(instance);
        } catch (CommandFailure failure) {
            findings.add(
                    Finding.wrong(
                            failure.getMessage(),
                            "run this as the user and in the version of the running cloud; if it"
                                    + " hangs, ./bleu down and ./bleu up"));
            return;
        }
        RunningCheck.descriptors(health.pid()).ifPresent(ofMachine::descriptors);
        findings.addAll(RunningCheck.running(health));
        if (instance.kind() == Kind.CLOUD) {
            shown(instance, health.server());
        }
    }

    private void shown(Instance instance, LocalAddress server) {
        String remedy =
                "./bleu logs says why it was not renewed; ./bleu down and ./bleu up renew it";
        try {
            FolderCheck check = new FolderCheck(machine, instance);
            check.expiry(ShownCertificate.of(instance, server), "the cloud shows", remedy);
            findings.addAll(check.findings());
        } catch (IOException | GeneralSecurityException e) {
            findings.add(
                    Finding.wrong("clients cannot connect over TLS: " + e.getMessage(), remedy));
        }
    }
}
