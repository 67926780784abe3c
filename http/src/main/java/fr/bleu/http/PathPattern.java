package fr.bleu.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A route's path, taken apart.
 *
 * @param segments in order; a {@link Segment.Rest} is the last
 */
record PathPattern(List<Segment> segments) implements Comparable<PathPattern> {

    sealed interface Segment {
        record Literal(String text) implements Segment {}

        record One(String name) implements Segment {}

        record Rest(String name) implements Segment {}
    }

    /**
     * @param ignoresCase whether literals are compared in lower case
     * @throws IllegalArgumentException if the path is not as {@link Route} wants it
     */
    static PathPattern parse(String path, boolean ignoresCase) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a route's path begins with a slash: " + path);
        }
        List<Segment> segments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (path.length() > 1) {
            for (String part : path.substring(1).split("/", -1)) {
                if (!segments.isEmpty() && segments.getLast() instanceof Segment.Rest) {
                    throw new IllegalArgumentException("the rest must come last: " + path);
                }
                segments.add(segment(part, path, ignoresCase, names));
            }
        }
        return new PathPattern(List.copyOf(segments));
    }

    private static Segment segment(
            String part, String path, boolean ignoresCase, Set<String> names) {
        boolean parameter = part.startsWith("{") && part.endsWith("}");
        if (!parameter) {
            if (part.isEmpty() || part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
                throw new IllegalArgumentException("a segment is no literal or {name}: " + path);
            }
            return new Segment.Literal(ignoresCase ? part.toLowerCase(Locale.ROOT) : part);
        }
        boolean rest = part.endsWith("...}");
        String name = part.substring(1, part.length() - (rest ? 4 : 1));
        if (name.isEmpty() || !names.add(name)) {
            throw new IllegalArgumentException("an unnamed or repeated parameter: " + path);
        }
        return rest ? new Segment.Rest(name) : new Segment.One(name);
    }

    /** What two patterns share that no path can tell apart. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        for (Segment segment : segments) {
            shape.append('/');
            switch (segment) {
                case Segment.Literal literal -> shape.append(literal.text());
                case Segment.One one -> shape.append("{}");
                case Segment.Rest rest -> shape.append("{...}");
            }
        }
        return shape.toString();
    }

    /**
     * The parameters, if the path fits.
     *
     * @param path decoded segments, without a trailing empty one unless {@code trailingSlash}
     * @param trailingSlash whether the path ended with a slash, which only the rest keeps
     */
    Optional<Map<String, String>> match(
            List<String> path, boolean trailingSlash, boolean ignoresCase) {
        boolean open = !segments.isEmpty() && segments.getLast() instanceof Segment.Rest;
        if (open ? path.size() < segments.size() : path.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String given = path.get(i);
            switch (segments.get(i)) {
                case Segment.Literal literal -> {
                    String compared = ignoresCase ? given.toLowerCase(Locale.ROOT) : given;
                    if (!literal.text().equals(compared)) {
                        return Optional.empty();
                    }
                }
                case Segment.One one -> {
                    if (given.isEmpty()) {
                        return Optional.empty();
                    }
                    parameters.put(one.name(), given);
                }
                case Segment.Rest rest -> {
                    String value = String.join("/", path.subList(i, path.size()));
                    value = trailingSlash ? value + "/" : value;
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    parameters.put(rest.name(), value);
                }
            }
        }
        return Optional.of(parameters);
    }

    /** The most specific first: from the left, a literal before one segment before the rest. */
    @Override
    public int compareTo(PathPattern other) {
        int shared = Math.min(segments.size(), other.segments.size());
        for (int i = 0; i < shared; i++) {
            int order = Integer.compare(rank(segments.get(i)), rank(other.segments.get(i)));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(other.segments.size(), segments.size());
    }

    private static int rank(Segment segment) {
        return switch (segment) {
            case Segment.Literal literal -> 0;
            case Segment.One one -> 1;
            case Segment.Rest rest -> 2;
        };
    }
}
