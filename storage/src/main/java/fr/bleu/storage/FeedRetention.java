package fr.bleu.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Ends segments of a change feed whose time is over: log files first, the description last. */
final class FeedRetention {
    private static final int PAGE = 100;

    private final FeedFiles files;
    private final InstantSource clock;

    FeedRetention(FeedFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    /** Ends what is due, up to a page of segments; the rest comes with the next look. */
    void run(FeedSettings settings) {
        if (settings.retentionDays() == 0) {
            return;
        }
        Instant kept = clock.instant().minus(Duration.ofDays(settings.retentionDays()));
        for (String segment : oldest()) {
            Instant hour = FeedContainer.hour(segment);
            boolean over = !hour.plus(1, ChronoUnit.HOURS).isAfter(kept);
            if (hour.equals(FeedContainer.BEGINNING)) {
                continue;
            }
            if (!over || !end(hour)) {
                return;
            }
        }
    }

    /** The first two tell whether anything is due. */
    private List<String> oldest() {
        List<String> first = files.names(FeedContainer.INDEX, 2);
        return first.size() < 2 ? List.of() : files.names(FeedContainer.INDEX, PAGE);
    }

    private boolean end(Instant hour) {
        for (String chunk : files.names(FeedContainer.log(hour), PAGE)) {
            if (!files.delete(chunk)) {
                return false;
            }
        }
        return files.names(FeedContainer.log(hour), 1).isEmpty()
                && files.delete(FeedContainer.segment(hour));
    }
}
