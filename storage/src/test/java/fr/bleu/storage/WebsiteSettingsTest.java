package fr.bleu.storage;

import static fr.bleu.storage.Website.PAGES;
import static fr.bleu.storage.Website.PROPERTIES;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.Domains;
import fr.bleu.http.Failure;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Router;
import fr.bleu.http.Site;
import fr.bleu.storage.api.BlobService;
import fr.bleu.trust.Permit;
import fr.bleu.trust.Target;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may open a static website, and how. */
class WebsiteSettingsTest {
    private final World world = new World(true);
    private final Website site = new Website(world);

    @AfterEach
    void close() {
        world.close();
    }

    /** Leave to open it was given while the account still was. */
    @Test
    void noWebsiteIsOpenedWhenTheAccountClosesMeanwhile() {
        Permit permit = permit(account().opened());
        world.management.setRules("acct", AccountRules.DEFAULT);
        assertNotOpened(permit);
    }

    /** The policy is asked only where the account was open. */
    @Test
    void noWebsiteIsOpenedByALeaveThatThePolicyWasNotAskedFor() {
        assertNotOpened(permit(account()));
    }

    private Target account() {
        return Target.in(world.tenant, world.account("acct").id(), world.accountScope("acct"));
    }

    private Permit permit(Target target) {
        return world.trust.authorizer().permit(world.owner, Actions.WRITE_SERVICE, target);
    }

    private void assertNotOpened(Permit permit) {
        StaticWebsite on = new StaticWebsite(true, "index.html", "", "");
        ServiceProperties properties = world.storage.serviceProperties();
        Failure failure =
                assertThrows(
                        Failure.class, () -> properties.set(permit, old -> old.withWebsite(on)));
        assertEquals("PublicAccessNotPermitted", failure.code());
    }

    @Test
    void whereNoWebsitesAreServedNoneIsSwitchedOn() {
        BlobService alone =
                new BlobService(
                        world.storage,
                        world.trust.authorizer(),
                        new Callers(
                                world.storage.accounts(),
                                (authorization, origin) -> world.owner,
                                (tenant, signer) -> Optional.empty(),
                                world.clock),
                        Domains.at(8443),
                        world.clock,
                        false);
        Router router = new Router(Map.of(Site.BLOB, alone.protocol()), alone.routes());
        String website =
                "<StorageServiceProperties><StaticWebsite><Enabled>%s</Enabled></StaticWebsite>"
                        + "</StorageServiceProperties>";
        FakeRequest on = world.request("PUT", PROPERTIES).body(website.formatted("true"));
        Answer answer = on.answeredBy(router);
        assertEquals("400 InvalidXmlNodeValue", outcome(answer));
        assertTrue(text(answer).contains("StaticWebsite"), text(answer));
        FakeRequest off = world.request("PUT", PROPERTIES).body(website.formatted("false"));
        assertEquals("202", outcome(off.answeredBy(router)));
    }

    @Test
    void enablingMakesTheContainerOnceAndTellsWhatIsSet() {
        assertEquals("202", site.enable(PAGES));
        assertEquals("200", outcome(world.send("GET", "/$web?restype=container")));
        site.put("index.html", "home");
        assertEquals("202", site.enable(PAGES));
        assertEquals("200 home", site.seen("/"));
        assertTrue(
                text(world.send("GET", PROPERTIES))
                        .contains(
                                "<StaticWebsite><Enabled>true</Enabled>"
                                        + PAGES
                                        + "</StaticWebsite>"));
        String other = "<StorageServiceProperties><Cors /></StorageServiceProperties>";
        assertEquals("202", outcome(world.send("PUT", PROPERTIES, other)));
        assertEquals("200 home", site.seen("/"));
        world.send("DELETE", "/$web?restype=container");
        site.assertDark();
        assertEquals("202", site.enable(PAGES));
        assertEquals("200", outcome(world.send("GET", "/$web?restype=container")));
    }

    @Test
    void whatIsMalformedIsRefused() {
        String document = "400 InvalidXmlDocument";
        String value = "400 InvalidXmlNodeValue";
        String index = "<IndexDocument>%s</IndexDocument>";
        String[][] refused = {
            {index.formatted("a/b.html"), document},
            {index.formatted("  "), value},
            {index.formatted("a&#10;b"), value},
            {index.formatted("i".repeat(256)), value},
            {"<ErrorDocument404Path>" + "e".repeat(1_025) + "</ErrorDocument404Path>", value},
            {
                index.formatted("i") + "<DefaultIndexDocumentPath>d</DefaultIndexDocumentPath>",
                document
            },
            {index.formatted("i") + index.formatted("j"), document},
            {"<Other />", document},
        };
        for (String[] one : refused) {
            assertEquals(one[1], site.enable(one[0]), one[0]);
        }
        assertEquals("400 MissingRequiredXmlNode", site.set(index.formatted("i")));
        assertEquals(value, site.set("<Enabled>yes</Enabled>"));
        assertEquals("202", site.enable(index.formatted("i".repeat(255))));
    }
}
