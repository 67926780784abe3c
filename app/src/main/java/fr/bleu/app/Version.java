package fr.bleu.app;

/** Which version runs. */
public final class Version {

    private Version() {}

    /** As the jar's manifest tells it; {@code development} where classes run without a jar. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
