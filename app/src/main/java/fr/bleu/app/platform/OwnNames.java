package fr.bleu.app.platform;

import fr.bleu.identity.Tenants;
import fr.bleu.resources.Subscriptions;
import fr.bleu.trust.Names;
import fr.bleu.trust.Records;
import fr.bleu.trust.Stamps.Name;
import fr.bleu.trust.Trust;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** All that is asked for by a name of its own and is on this stamp. */
final class OwnNames {

    private static final int PAGE = 1_000;

    private OwnNames() {}

    /**
     * All. Tenants and subscriptions are asked for themselves: those made before there were stamps
     * have no record among the names.
     */
    static Set<Name> of(Trust trust) {
        Set<Name> names = new HashSet<>();
        for (String kind : List.of(Names.STORAGE, Names.VAULT)) {
            addAll(names, trust.names(), kind);
        }
        Records records = trust.records();
        Subscriptions subscriptions = new Subscriptions(records);
        for (UUID tenant : Tenants.ids(records)) {
            names.add(new Name(Names.TENANT, tenant.toString()));
            subscriptions
                    .list(tenant)
                    .forEach(it -> names.add(new Name(Names.SUBSCRIPTION, it.id().toString())));
        }
        return names;
    }

    private static void addAll(Set<Name> all, Names names, String kind) {
        List<Names.Named> page;
        String after = "";
        do {
            page = names.page(kind, after, PAGE);
            for (Names.Named it : page) {
                all.add(new Name(kind, it.name()));
                after = it.name();
            }
        } while (page.size() == PAGE);
    }
}
