package fr.bleu.storage.api;

import fr.bleu.http.Failure;
import fr.bleu.storage.BlobType;
import fr.bleu.storage.LifecycleAction;
import fr.bleu.storage.LifecycleAction.Age;
import fr.bleu.storage.LifecycleAction.Deed;
import fr.bleu.storage.LifecycleFilter;
import fr.bleu.storage.LifecyclePolicy;
import fr.bleu.storage.LifecycleRule;
import fr.bleu.storage.Tags;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the body of a lifecycle policy's PUT. What rules cannot be here is refused by name: access
 * is not tracked, and moving to the hot tier is for premium accounts.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storagerp/management-policies/create-or-update">Management
 *     Policies - Create Or Update</a>
 */
final class ManagementPolicyTemplate {
    static final String MODIFICATION = "daysAfterModificationGreaterThan";
    static final String CREATION = "daysAfterCreationGreaterThan";
    static final String TIER_CHANGE = "daysAfterLastTierChangeGreaterThan";
    static final String TYPE = "Lifecycle";
    static final String EQUAL = "==";

    /** Azure documents letters and digits; what its users write has hyphens and underscores. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");

    /** A container's name, a slash, a blob's name. */
    private static final int MAX_PREFIX_CHARS = 63 + 1 + 1_024;

    private ManagementPolicyTemplate() {}

    /** A tier's name in templates. */
    static String name(Deed deed) {
        return switch (deed) {
            case COOL -> "tierToCool";
            case COLD -> "tierToCold";
            case ARCHIVE -> "tierToArchive";
            case DELETE -> "delete";
        };
    }

    /** A blob's type in templates. */
    static String name(BlobType type) {
        return switch (type) {
            case BLOCK -> "blockBlob";
            case APPEND -> "appendBlob";
            case PAGE -> "pageBlob";
        };
    }

    /**
     * The rules of a body.
     *
     * @throws Failure 400 InvalidRequestPropertyValue that names the member
     */
    static List<LifecycleRule> rules(ObjectNode body) {
        StrictJson whole = StrictJson.of(body);
        List.of("id", "name", "type", "systemData").forEach(whole::ignore);
        StrictJson properties = whole.object("properties");
        whole.end();
        properties.ignore("lastModifiedTime");
        StrictJson policy = properties.object("policy");
        properties.end();
        List<LifecycleRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (StrictJson rule : policy.objects("rules", LifecyclePolicy.MAX_RULES)) {
            LifecycleRule read = rule(rule);
            if (!names.add(read.name())) {
                throw rule.refused("name", "is another rule's, too");
            }
            rules.add(read);
        }
        policy.end();
        if (rules.isEmpty()) {
            throw policy.refused("rules", "has at least one item");
        }
        return rules;
    }

    private static LifecycleRule rule(StrictJson rule) {
        String name = rule.text("name");
        if (!NAME.matcher(name).matches()) {
            throw rule.refused("name", "has 1 to 256 letters, digits, hyphens and underscores");
        }
        if (!rule.text("type").equalsIgnoreCase(TYPE)) {
            throw rule.refused("type", "must be 'Lifecycle'");
        }
        boolean enabled = rule.flag("enabled", true);
        StrictJson definition = rule.object("definition");
        rule.end();
        LifecycleFilter filter = filter(definition.object("filters"));
        StrictJson actions = definition.object("actions");
        definition.end();
        LifecycleRule read =
                new LifecycleRule(
                        name,
                        enabled,
                        filter,
                        actions.findObject("baseBlob")
                                .map(it -> actions(it, true))
                                .orElse(List.of()),
                        actions.findObject("snapshot")
                                .map(it -> actions(it, false))
                                .orElse(List.of()),
                        actions.findObject("version")
                                .map(it -> actions(it, false))
                                .orElse(List.of()));
        actions.end();
        requireDoable(definition, read);
        return read;
    }

    private static void requireDoable(StrictJson definition, LifecycleRule rule) {
        List<LifecycleAction> all = new ArrayList<>(rule.base());
        all.addAll(rule.snapshot());
        all.addAll(rule.version());
        if (all.isEmpty()) {
            throw definition.refused("actions", "has at least one action");
        }
        boolean tiers = all.stream().anyMatch(it -> it.deed() != Deed.DELETE);
        if (tiers && !rule.filter().types().contains(BlobType.BLOCK)) {
            throw definition.refused("actions", "can only be 'delete' for append blobs");
        }
    }

    private static LifecycleFilter filter(StrictJson filters) {
        Set<BlobType> types = EnumSet.noneOf(BlobType.class);
        for (String type : filters.texts("blobTypes", 2)) {
            types.add(type(filters, type));
        }
        if (types.isEmpty()) {
            throw filters.refused("blobTypes", "is required");
        }
        List<String> prefixes = filters.texts("prefixMatch", LifecyclePolicy.MAX_CONDITIONS);
        for (String prefix : prefixes) {
            if (prefix.isEmpty()
                    || prefix.length() > MAX_PREFIX_CHARS
                    || prefix.indexOf('\0') >= 0) {
                throw filters.refused("prefixMatch", "begins with a container's name");
            }
        }
        List<LifecycleFilter.Tag> tags = new ArrayList<>();
        for (StrictJson tag : filters.objects("blobIndexMatch", LifecyclePolicy.MAX_CONDITIONS)) {
            tags.add(tag(tag));
        }
        filters.end();
        return new LifecycleFilter(types, prefixes, tags);
    }

    private static BlobType type(StrictJson filters, String text) {
        for (BlobType type : List.of(BlobType.BLOCK, BlobType.APPEND)) {
            if (name(type).equalsIgnoreCase(text)) {
                return type;
            }
        }
        throw filters.refused("blobTypes", "holds 'blockBlob' and 'appendBlob'");
    }

    private static LifecycleFilter.Tag tag(StrictJson tag) {
        String name = tag.text("name");
        String value = tag.text("value");
        if (!tag.text("op").equals(EQUAL)) {
            throw tag.refused("op", "must be '=='");
        }
        tag.end();
        try {
            Tags.checked(Map.of(name, value));
        } catch (Failure e) {
            throw tag.refused("name", "and its value must be those of a tag");
        }
        return new LifecycleFilter.Tag(name, value);
    }

    private static List<LifecycleAction> actions(StrictJson actions, boolean base) {
        List<LifecycleAction> read = new ArrayList<>();
        for (Deed deed : Deed.values()) {
            actions.findObject(name(deed)).map(it -> action(it, deed, base)).ifPresent(read::add);
        }
        if (base && actions.flag("enableAutoTierToHotFromCool", false)) {
            throw actions.refused(
                    "enableAutoTierToHotFromCool", "is not supported: access is not tracked");
        }
        if (actions.find("tierToHot").isPresent()) {
            throw actions.refused("tierToHot", "is for premium block blob accounts");
        }
        actions.end();
        return read;
    }

    private static LifecycleAction action(StrictJson action, Deed deed, boolean base) {
        Optional<Integer> modification =
                base ? action.number(MODIFICATION, LifecyclePolicy.MAX_DAYS) : Optional.empty();
        Optional<Integer> creation = action.number(CREATION, LifecyclePolicy.MAX_DAYS);
        Optional<Integer> tierChange =
                deed == Deed.ARCHIVE
                        ? action.number(TIER_CHANGE, LifecyclePolicy.MAX_DAYS)
                        : Optional.empty();
        action.end();
        if (modification.isPresent() == creation.isPresent()) {
            throw action.refused(
                    base ? MODIFICATION : CREATION,
                    base ? "or '" + CREATION + "' is required, and not both" : "is required");
        }
        if (base && tierChange.isPresent() && modification.isEmpty()) {
            throw action.refused(TIER_CHANGE, "requires '" + MODIFICATION + "'");
        }
        return new LifecycleAction(
                deed,
                modification.isPresent() ? Age.MODIFICATION : Age.CREATION,
                modification.or(() -> creation).orElseThrow(),
                tierChange.map(OptionalInt::of).orElseGet(OptionalInt::empty));
    }
}
