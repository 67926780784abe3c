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
        Members whole = Members.of(body).readOnly("id", "name", "type", "systemData");
        Members properties = whole.group("properties").readOnly("lastModifiedTime");
        whole.end();
        Members policy = properties.group("policy");
        properties.end();
        List<LifecycleRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Members rule : policy.groups("rules", LifecyclePolicy.MAX_RULES)) {
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

    private static LifecycleRule rule(Members rule) {
        String name = rule.required("name");
        if (!NAME.matcher(name).matches()) {
            throw rule.refused("name", "has 1 to 256 letters, digits, hyphens and underscores");
        }
        if (!rule.required("type").equalsIgnoreCase(TYPE)) {
            throw rule.refused("type", "must be 'Lifecycle'");
        }
        boolean enabled = rule.flag("enabled").orElse(true);
        Members definition = rule.group("definition");
        rule.end();
        LifecycleFilter filter = filter(definition.group("filters"));
        Members actions = definition.group("actions");
        definition.end();
        LifecycleRule read =
                new LifecycleRule(
                        name,
                        enabled,
                        filter,
                        actions(actions.group("baseBlob"), true),
                        actions(actions.group("snapshot"), false),
                        actions(actions.group("version"), false));
        actions.endStrictly();
        requireDoable(definition, read);
        return read;
    }

    private static void requireDoable(Members definition, LifecycleRule rule) {
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

    private static LifecycleFilter filter(Members filters) {
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
        for (Members tag : filters.groups("blobIndexMatch", LifecyclePolicy.MAX_CONDITIONS)) {
            tags.add(tag(tag));
        }
        filters.end();
        return new LifecycleFilter(types, prefixes, tags);
    }

    private static BlobType type(Members filters, String text) {
        for (BlobType type : List.of(BlobType.BLOCK, BlobType.APPEND)) {
            if (name(type).equalsIgnoreCase(text)) {
                return type;
            }
        }
        throw filters.refused("blobTypes", "holds 'blockBlob' and 'appendBlob'");
    }

    private static LifecycleFilter.Tag tag(Members tag) {
        String name = tag.required("name");
        String value = tag.required("value");
        if (!tag.required("op").equals(EQUAL)) {
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

    private static List<LifecycleAction> actions(Members actions, boolean base) {
        List<LifecycleAction> read = new ArrayList<>();
        for (Deed deed : Deed.values()) {
            // An action of nothing lacks its age.
            if (actions.has(name(deed))) {
                read.add(action(actions.group(name(deed)), deed, base));
            }
        }
        if (base && actions.flag("enableAutoTierToHotFromCool").orElse(false)) {
            throw actions.refused(
                    "enableAutoTierToHotFromCool", "is not supported: access is not tracked");
        }
        if (actions.has("tierToHot")) {
            throw actions.refused("tierToHot", "is for premium block blob accounts");
        }
        actions.endStrictly();
        return read;
    }

    private static LifecycleAction action(Members action, Deed deed, boolean base) {
        Optional<Integer> modification = base ? days(action, MODIFICATION) : Optional.empty();
        Optional<Integer> creation = days(action, CREATION);
        Optional<Integer> tierChange =
                deed == Deed.ARCHIVE ? days(action, TIER_CHANGE) : Optional.empty();
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

    private static Optional<Integer> days(Members action, String name) {
        Optional<Integer> days = action.number(name);
        if (days.filter(it -> it < 0 || it > LifecyclePolicy.MAX_DAYS).isPresent()) {
            throw action.refused(
                    name, "must be a whole number from 0 to " + LifecyclePolicy.MAX_DAYS);
        }
        return days;
    }
}
