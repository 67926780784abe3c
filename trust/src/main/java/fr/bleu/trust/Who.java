package fr.bleu.trust;

import java.util.Locale;

/**
 * A caller as entries name it: a type and opaque ids, never a person's name or a secret.
 *
 * @param type {@code principal}, {@code account-key}, {@code shared-access}, {@code
 *     user-delegation}, {@code operator}, {@code anonymous} or {@code platform}
 * @param id the principal's object id, the account's id, or the operator's name
 * @param via the application's id, which account key, the account of a delegation, or what the
 *     platform acts on
 * @param strength how a principal signed in
 */
record Who(String type, String id, String via, String strength) {

    static final Who PLATFORM = new Who("platform", "", "", "");
    static final Who ANONYMOUS = new Who("anonymous", "", "", "");

    static Who of(Caller caller) {
        return switch (caller) {
            case Caller.Anonymous _ -> ANONYMOUS;
            case Caller.Principal p ->
                    new Who(
                            "principal",
                            p.principal().toString(),
                            p.application().toString(),
                            p.strength().name().toLowerCase(Locale.ROOT));
            case Caller.AccountKey k ->
                    new Who("account-key", k.account().toString(), k.keyName(), "");
            case Caller.SharedAccess s ->
                    new Who("shared-access", s.account().toString(), s.keyName(), "");
            case Caller.Delegated d ->
                    new Who("user-delegation", d.signer().toString(), d.account().toString(), "");
            case Caller.Operator o -> new Who("operator", o.name(), "", "");
            case Caller.Platform p -> new Who("platform", "", p.instruction(), "");
        };
    }
}
