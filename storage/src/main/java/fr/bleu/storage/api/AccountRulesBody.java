package fr.bleu.storage.api;

import fr.bleu.http.Json;
import fr.bleu.storage.AccountRules;
import fr.bleu.storage.AddressRange;
import fr.bleu.storage.NetworkRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules in a storage account's template. What a PUT or PATCH does not name stays as it is, so
 * that nothing is opened by leaving something out.
 */
final class AccountRulesBody {
    /** The properties that are read here. */
    static final String[] PROPERTIES = {
        "allowSharedKeyAccess", "allowBlobPublicAccess", "publicNetworkAccess", "networkAcls"
    };

    private static final Set<String> BYPASSING =
            Set.of("None", "Logging", "Metrics", "AzureServices");

    private AccountRulesBody() {}

    /**
     * The rules as they shall be.
     *
     * @throws fr.bleu.http.Failure 400 that names the property that is not enforced here
     */
    static AccountRules of(ObjectNode properties, AccountRules old) {
        Members all = Members.of(properties);
        return new AccountRules(
                all.flag("allowSharedKeyAccess").orElse(old.sharedKey()),
                all.flag("allowBlobPublicAccess").orElse(old.publicAccess()),
                network(all, old.network()));
    }

    private static NetworkRules network(Members all, NetworkRules old) {
        boolean reachable =
                choice(all, "publicNetworkAccess", "Enabled", "Disabled").orElse(old.reachable());
        Members acls = all.group("networkAcls");
        boolean open = choice(acls, "defaultAction", "Allow", "Deny").orElse(old.open());
        List<AddressRange> allowed = acls.has("ipRules") ? allowed(acls) : old.allowed();
        String bypass = acls.text("bypass").map(text -> bypass(acls, text)).orElse(old.bypass());
        // Networks of Azure's and its resources are not here: empty lists pass, others are refused.
        acls.end();
        return new NetworkRules(reachable, open, allowed, bypass);
    }

    /** Whether a text is the first of two. */
    private static Optional<Boolean> choice(Members members, String name, String yes, String no) {
        return members.text(name)
                .map(
                        text -> {
                            if (!text.equals(yes) && !text.equals(no)) {
                                throw members.invalid(name);
                            }
                            return text.equals(yes);
                        });
    }

    private static List<AddressRange> allowed(Members acls) {
        List<AddressRange> allowed = new ArrayList<>();
        for (Members rule : acls.groups("ipRules", NetworkRules.MAX_ALLOWED)) {
            String value = rule.text("value").orElseThrow(() -> rule.invalid("value"));
            rule.only("action", "Allow").end();
            try {
                allowed.add(AddressRange.parse(value));
            } catch (IllegalArgumentException e) {
                throw rule.invalid("value");
            }
        }
        return allowed;
    }

    private static String bypass(Members acls, String text) {
        for (String part : text.split(",")) {
            if (!BYPASSING.contains(part.strip())) {
                throw acls.invalid("bypass");
            }
        }
        return text;
    }

    /** Adds the rules to what answers show. */
    static void show(AccountRules rules, ObjectNode shown) {
        NetworkRules network = rules.network();
        shown.put("allowBlobPublicAccess", rules.publicAccess());
        shown.put("allowSharedKeyAccess", rules.sharedKey());
        shown.put("publicNetworkAccess", network.reachable() ? "Enabled" : "Disabled");
        ObjectNode acls = shown.putObject("networkAcls");
        acls.put("bypass", network.bypass())
                .put("defaultAction", network.open() ? "Allow" : "Deny");
        acls.set("virtualNetworkRules", Json.array());
        ArrayNode ipRules = acls.putArray("ipRules");
        for (AddressRange range : network.allowed()) {
            ipRules.addObject().put("value", range.text()).put("action", "Allow");
        }
    }
}
