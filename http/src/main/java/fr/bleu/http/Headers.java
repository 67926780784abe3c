package fr.bleu.http;

import java.util.ArrayList;
import java.util.List;

/** Response headers in order; immutable. */
public record Headers(List<Header> all) {

    /** No headers. */
    public static final Headers EMPTY = new Headers(List.of());

    /** One header. */
    public record Header(String name, String value) {}

    public Headers {
        all = List.copyOf(all);
    }

    /** These headers and one more. */
    public Headers with(String name, String value) {
        List<Header> more = new ArrayList<>(all);
        more.add(new Header(name, value));
        return new Headers(more);
    }

    /** These headers and those. */
    public Headers with(Headers others) {
        List<Header> more = new ArrayList<>(all);
        more.addAll(others.all);
        return new Headers(more);
    }
}
