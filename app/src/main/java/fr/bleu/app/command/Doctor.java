package fr.bleu.app.command;

import fr.bleu.app.Arguments;
import fr.bleu.app.doctor.Examination;
import fr.bleu.app.doctor.Finding;
import fr.bleu.app.doctor.Finding.Weight;
import java.util.List;
import java.util.Set;

/** {@code bleu doctor}: says what is wrong and what to do about it. */
public final class Doctor {

    private Doctor() {}

    /** Runs the command; 1 when something is wrong, whether or not the cloud runs. */
    public static int run(List<String> words) {
        Arguments arguments =
                Arguments.options(words, Set.of("--data"), Set.of(Arguments.DEVELOPMENT_STORAGE));
        Examination examination = new Examination();
        List<Finding> findings = examination.examine(arguments.data());
        System.out.println(
                arguments.data() + (examination.running() ? ": running" : ": not running"));
        findings.forEach(Doctor::print);
        long wrong = findings.stream().filter(it -> it.weight() == Weight.WRONG).count();
        System.out.println(wrong == 0 ? "Nothing is wrong." : wrong + " to be looked after.");
        return wrong == 0 ? 0 : 1;
    }

    private static void print(Finding finding) {
        String mark =
                switch (finding.weight()) {
                    case WRONG -> "wrong";
                    case NOTE -> "note ";
                };
        System.out.println("  " + mark + "  " + finding.what());
        System.out.println("     do  " + finding.remedy());
    }
}
