package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.Lease;
import fr.bleu.storage.LeaseAction;
import fr.bleu.storage.StorageError;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Parses the headers of Lease Blob and Lease Container. */
final class LeaseRequests {
    private static final String ACTION = "x-ms-lease-action";
    private static final String ID = "x-ms-lease-id";
    private static final String DURATION = "x-ms-lease-duration";
    private static final String PROPOSED = "x-ms-proposed-lease-id";
    private static final String BREAK = "x-ms-lease-break-period";

    private LeaseRequests() {}

    /** The action, with the headers that it needs and none that it does not know. */
    static LeaseAction action(Request request) {
        String action = required(request.header(ACTION), ACTION);
        return switch (action.toLowerCase(Locale.ROOT)) {
            case "acquire" -> {
                refuse(request, BREAK);
                int seconds = required(seconds(request, DURATION), DURATION);
                requireDuration(seconds);
                yield new LeaseAction.Acquire(seconds, RequestHeaders.guid(request, PROPOSED));
            }
            case "renew" -> {
                refuse(request, DURATION, PROPOSED, BREAK);
                yield new LeaseAction.Renew(id(request, ID));
            }
            case "change" -> {
                refuse(request, DURATION, BREAK);
                yield new LeaseAction.Change(id(request, ID), id(request, PROPOSED));
            }
            case "release" -> {
                refuse(request, DURATION, PROPOSED, BREAK);
                yield new LeaseAction.Release(id(request, ID));
            }
            case "break" -> {
                refuse(request, DURATION, PROPOSED);
                Optional<Integer> period = seconds(request, BREAK);
                period.ifPresent(LeaseRequests::requirePeriod);
                yield new LeaseAction.Break(period);
            }
            default -> throw RequestHeaders.invalid(ACTION);
        };
    }

    private static void requireDuration(int seconds) {
        boolean finite = seconds >= LeaseAction.MIN_SECONDS && seconds <= LeaseAction.MAX_SECONDS;
        if (!finite && seconds != Lease.INFINITE) {
            throw RequestHeaders.invalid(DURATION);
        }
    }

    private static void requirePeriod(int seconds) {
        if (seconds < 0 || seconds > LeaseAction.MAX_SECONDS) {
            throw RequestHeaders.invalid(BREAK);
        }
    }

    private static void refuse(Request request, String... names) {
        for (String name : names) {
            if (request.header(name).isPresent()) {
                throw RequestHeaders.invalid(name);
            }
        }
    }

    private static UUID id(Request request, String name) {
        return required(RequestHeaders.guid(request, name), name);
    }

    private static Optional<Integer> seconds(Request request, String name) {
        try {
            return request.header(name).map(text -> Integer.valueOf(text.strip()));
        } catch (NumberFormatException e) {
            throw RequestHeaders.invalid(name);
        }
    }

    private static <T> T required(Optional<T> value, String name) {
        return value.orElseThrow(
                () -> StorageError.MISSING_REQUIRED_HEADER.failure("Header: " + name + "."));
    }
}
