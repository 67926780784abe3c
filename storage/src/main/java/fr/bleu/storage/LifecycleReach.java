package fr.bleu.storage;

import fr.bleu.store.Key;
import java.util.ArrayList;
import java.util.List;

/** Which names of a container some rule may be about, so that nothing else is read. */
final class LifecycleReach {
    private LifecycleReach() {}

    /**
     * Prefixes of names, in the order of keys, none of which begins with another; empty for no name
     * at all.
     *
     * @param current whether current blobs are meant, or what blobs were
     */
    static List<String> of(List<LifecycleRule> rules, String container, boolean current) {
        List<String> prefixes = new ArrayList<>();
        for (LifecycleRule rule : rules) {
            boolean asks =
                    current
                            ? !rule.base().isEmpty()
                            : !rule.snapshot().isEmpty() || !rule.version().isEmpty();
            if (asks) {
                prefixes.addAll(of(rule.filter(), container));
            }
        }
        return withoutInner(prefixes);
    }

    private static List<String> of(LifecycleFilter filter, String container) {
        if (filter.prefixes().isEmpty()) {
            return List.of("");
        }
        String above = container + "/";
        List<String> prefixes = new ArrayList<>();
        for (String prefix : filter.prefixes()) {
            if (prefix.startsWith(above)) {
                prefixes.add(prefix.substring(above.length()));
            } else if (above.startsWith(prefix)) {
                prefixes.add("");
            }
        }
        return prefixes;
    }

    private static List<String> withoutInner(List<String> prefixes) {
        Key base = Key.of(Key.PLATFORM, Tables.BLOB);
        List<String> outer = new ArrayList<>();
        prefixes.stream()
                .sorted((a, b) -> base.textPrefix(a).compareTo(base.textPrefix(b)))
                .filter(it -> outer.isEmpty() || !it.startsWith(outer.getLast()))
                .forEach(outer::add);
        return outer;
    }
}
