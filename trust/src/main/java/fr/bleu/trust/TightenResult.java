package fr.bleu.trust;

import java.util.Set;

/** What became of {@link SovereigntyPolicy#tighten}. */
public sealed interface TightenResult {

    /** Only these regions are left. */
    record Tightened(Set<String> regions, CommitResult.Committed committed)
            implements TightenResult {}

    /** These regions are not allowed now: a tenant never widens the policy. */
    record WouldLoosen(Set<String> regions) implements TightenResult {}

    /** Nothing would be left, and nothing could ever be placed again. */
    record NothingLeft() implements TightenResult {}
}
