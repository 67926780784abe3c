package fr.bleu.app;

import java.util.logging.LogManager;

/**
 * A log manager that keeps its handlers until the process ends. The JDK's closes them as soon as a
 * signal arrives, and what goes wrong while the cloud stops in order would be lost. Named by the
 * system property {@code java.util.logging.manager}, before anything logs.
 */
public final class LastingLogs extends LogManager {

    /** Does nothing: the JDK calls it when it shuts down. */
    @Override
    public void reset() {}
}
