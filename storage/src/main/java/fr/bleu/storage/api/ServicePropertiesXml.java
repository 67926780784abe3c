package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.http.Xml;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.CorsRule;
import fr.bleu.storage.ServiceSettings;
import fr.bleu.storage.StaticWebsite;
import fr.bleu.storage.StorageError;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The XML of Get and Set Blob Service Properties. What a request leaves out stays as it is. There
 * are no analytics logs and metrics: switched off they are accepted, switched on refused.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/set-blob-service-properties">Set
 *     Blob Service Properties</a>
 */
record ServicePropertiesXml(
        Optional<Retention> retention,
        Optional<List<CorsRule>> cors,
        Optional<String> defaultVersion,
        Optional<StaticWebsite> website) {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_DAYS = 365;
    private static final LocalDate OLDEST_VERSION = LocalDate.of(2015, 2, 21);
    private static final Set<String> ELEMENTS =
            Set.of(
                    "Logging",
                    "HourMetrics",
                    "MinuteMetrics",
                    "Cors",
                    "DefaultServiceVersion",
                    "DeleteRetentionPolicy",
                    "StaticWebsite");

    private static final Set<String> ANALYTICS =
            Set.of(
                    "Version",
                    "Delete",
                    "Read",
                    "Write",
                    "Enabled",
                    "IncludeAPIs",
                    "RetentionPolicy");
    private static final Set<String> RETENTION = Set.of("Enabled", "Days", "AllowPermanentDelete");

    /** How long what is deleted is kept. */
    record Retention(int days, Optional<Boolean> permanentDelete) {}

    static ServicePropertiesXml read(Request request) {
        byte[] body = request.body(MAX_BYTES);
        RequestHeaders.declared(request).requireOf(body);
        Xml.Element root = Xml.parse(body, StorageError.INVALID_XML_DOCUMENT.code());
        if (!root.name().equals("StorageServiceProperties")) {
            throw StorageError.INVALID_XML_DOCUMENT.failure();
        }
        requireOnly(root, ELEMENTS);
        root.child("Logging").ifPresent(it -> refuse(it, "Delete", "Read", "Write"));
        root.child("HourMetrics").ifPresent(it -> refuse(it, "Enabled"));
        root.child("MinuteMetrics").ifPresent(it -> refuse(it, "Enabled"));
        return new ServicePropertiesXml(
                root.child("DeleteRetentionPolicy").map(ServicePropertiesXml::retention),
                root.child("Cors").map(CorsXml::read),
                root.child("DefaultServiceVersion").map(ServicePropertiesXml::version),
                root.child("StaticWebsite").map(WebsiteXml::read));
    }

    /** Each of these at most once, and nothing else. */
    static void requireOnly(Xml.Element parent, Set<String> names) {
        Set<String> seen = new HashSet<>();
        for (Xml.Element element : parent.children()) {
            if (!names.contains(element.name()) || !seen.add(element.name())) {
                throw StorageError.INVALID_XML_DOCUMENT.failure();
            }
        }
    }

    private static void refuse(Xml.Element analytics, String... switches) {
        requireOnly(analytics, ANALYTICS);
        for (String name : switches) {
            if (flag(analytics, name).orElse(false)) {
                throw StorageError.INVALID_XML_NODE_VALUE.failure(
                        "Analytics logs and metrics are not kept here: " + analytics.name() + ".");
            }
        }
    }

    private static Retention retention(Xml.Element policy) {
        requireOnly(policy, RETENTION);
        boolean enabled = flag(policy, "Enabled").orElseThrow(ServicePropertiesXml::incomplete);
        Optional<Boolean> permanent = flag(policy, "AllowPermanentDelete");
        return enabled ? new Retention(days(policy), permanent) : new Retention(0, permanent);
    }

    private static int days(Xml.Element policy) {
        String text = policy.childText("Days").orElseThrow(ServicePropertiesXml::incomplete);
        try {
            int days = Integer.parseInt(text.strip());
            if (days >= 1 && days <= MAX_DAYS) {
                return days;
            }
        } catch (NumberFormatException e) {
            throw invalid("Days");
        }
        throw invalid("Days");
    }

    /** Whether something is to be served to everybody. */
    boolean opensWebsite() {
        return website.filter(StaticWebsite::enabled).isPresent();
    }

    private static String version(Xml.Element element) {
        String text = element.text().strip();
        if (!isVersion(text)) {
            throw invalid("DefaultServiceVersion");
        }
        return text;
    }

    /** Whether it can be the version of requests that name none; empty for none. */
    static boolean isVersion(String text) {
        try {
            return text.isEmpty() || !LocalDate.parse(text).isBefore(OLDEST_VERSION);
        } catch (DateTimeException e) {
            return false;
        }
    }

    static Optional<Boolean> flag(Xml.Element parent, String name) {
        return parent.childText(name)
                .map(
                        text ->
                                switch (text.strip()) {
                                    case "true" -> true;
                                    case "false" -> false;
                                    default -> throw invalid(name);
                                });
    }

    static fr.bleu.http.Failure invalid(String name) {
        return StorageError.INVALID_XML_NODE_VALUE.failure("Element: " + name + ".");
    }

    private static fr.bleu.http.Failure incomplete() {
        return StorageError.MISSING_REQUIRED_XML_NODE.failure();
    }

    /** What there was, with what was asked for. */
    ServiceSettings applied(ServiceSettings old) {
        ServiceSettings settings = old;
        if (retention.isPresent()) {
            boolean permanent =
                    retention.get().permanentDelete().orElse(settings.permanentDelete());
            settings = settings.withDeletion(retention.get().days(), permanent);
        }
        settings = cors.map(settings::withCors).orElse(settings);
        settings = defaultVersion.map(settings::withDefaultVersion).orElse(settings);
        return website.map(settings::withWebsite).orElse(settings);
    }

    static XmlWriter write(ServiceSettings settings) {
        XmlWriter xml = new XmlWriter().start("StorageServiceProperties");
        xml.start("Logging").element("Version", "1.0");
        xml.element("Delete", "false").element("Read", "false").element("Write", "false");
        off(xml).end();
        for (String metrics : List.of("HourMetrics", "MinuteMetrics")) {
            xml.start(metrics).element("Version", "1.0").element("Enabled", "false");
            off(xml).end();
        }
        CorsXml.write(xml, settings.cors());
        if (!settings.defaultVersion().isEmpty()) {
            xml.element("DefaultServiceVersion", settings.defaultVersion());
        }
        boolean kept = settings.deleteDays() > 0;
        xml.start("DeleteRetentionPolicy").element("Enabled", Boolean.toString(kept));
        if (kept) {
            xml.element("Days", Integer.toString(settings.deleteDays()));
        }
        xml.element("AllowPermanentDelete", Boolean.toString(settings.permanentDelete())).end();
        WebsiteXml.write(xml, settings.website());
        return xml.end();
    }

    private static XmlWriter off(XmlWriter xml) {
        return xml.start("RetentionPolicy").element("Enabled", "false").end();
    }
}
