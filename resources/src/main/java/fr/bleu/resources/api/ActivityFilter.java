package fr.bleu.resources.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Request;
import fr.bleu.resources.Subscription;
import fr.bleu.trust.ActivityLog.Activity;
import fr.bleu.trust.Scope;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * An activity log's filter: the time, which must be given, and one of the resources, or who did it.
 *
 * @param scope the subscription, or the group or resource that is asked about
 */
record ActivityFilter(Scope scope, Instant from, Instant to, Predicate<Activity> rest) {

    private static final Instant FAR = Instant.parse("9999-12-31T23:59:59Z");

    static ActivityFilter of(Request request, Subscription subscription) {
        Scope scope = subscription.scope();
        Instant from = null;
        Instant to = FAR;
        Predicate<Activity> rest = it -> true;
        for (Filter.Term term : Filter.of(request).terms()) {
            if (!(term instanceof Filter.Term.Comparison it)) {
                throw Filter.unknown(term);
            }
            switch (it.field() + " " + it.operator()) {
                case "eventtimestamp ge" -> from = time(it.value());
                case "eventtimestamp le" -> to = time(it.value());
                case "resourcegroupname eq" ->
                        scope = subscription.scope().child("resourceGroups/" + plain(it.value()));
                case "resourceuri eq", "resourceid eq" -> scope = inside(subscription, it.value());
                case "resourceprovider eq" -> rest = rest.and(a -> isOf(a, it.value()));
                case "correlationid eq" ->
                        rest = rest.and(a -> a.requestId().equalsIgnoreCase(it.value()));
                case "caller eq" -> rest = rest.and(a -> a.caller().equalsIgnoreCase(it.value()));
                // Bleu has one channel and one category of entries a caller can ask for.
                case "eventchannels eq" -> {}
                default -> throw Filter.unknown(term);
            }
        }
        if (from == null) {
            throw bad("The $filter must have a start: eventTimestamp ge '{time}'.");
        }
        return new ActivityFilter(scope, from, to, rest);
    }

    /** Whether the entry is one of those asked for. */
    boolean test(Activity activity) {
        return rest.test(activity);
    }

    private static boolean isOf(Activity activity, String provider) {
        return activity.action()
                .toLowerCase(Locale.ROOT)
                .startsWith(provider.toLowerCase(Locale.ROOT) + "/");
    }

    private static Scope inside(Subscription subscription, String uri) {
        if (uri.startsWith("/") && uri.length() <= 2_048) {
            Scope scope = Scope.of(uri);
            if (subscription.scope().contains(scope)) {
                return scope;
            }
        }
        throw bad("The resource is not in the subscription.");
    }

    private static String plain(String group) {
        if (group.isEmpty() || group.length() > 90 || group.indexOf('/') >= 0) {
            throw bad("The resource group's name is invalid.");
        }
        return group;
    }

    /** With an offset, or without one, which az sends and means UTC. */
    private static Instant time(String text) {
        try {
            return text.matches(".*(Z|z|[+-]\\d\\d:?\\d\\d)$")
                    ? OffsetDateTime.parse(text.replace(' ', 'T')).toInstant()
                    : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw bad("A time in the $filter is not in ISO 8601.");
        }
    }

    private static Failure bad(String message) {
        return new Failure(400, "BadRequest", message);
    }
}
