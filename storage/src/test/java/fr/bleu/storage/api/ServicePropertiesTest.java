package fr.bleu.storage.api;

import static fr.bleu.storage.World.header;
import static fr.bleu.storage.World.outcome;
import static fr.bleu.storage.World.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import fr.bleu.storage.World;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Get and Set Blob Service Properties, statistics, account information, {@code $root}. */
class ServicePropertiesTest {
    private static final String PROPERTIES = "/?restype=service&comp=properties";
    private static final String OFF =
            "<Logging><Version>1.0</Version><Delete>false</Delete><Read>false</Read>"
                    + "<Write>false</Write><RetentionPolicy><Enabled>false</Enabled>"
                    + "</RetentionPolicy></Logging>"
                    + "<HourMetrics><Version>1.0</Version><Enabled>false</Enabled>"
                    + "<RetentionPolicy><Enabled>false</Enabled></RetentionPolicy></HourMetrics>"
                    + "<MinuteMetrics><Version>1.0</Version><Enabled>false</Enabled>"
                    + "<RetentionPolicy><Enabled>false</Enabled></RetentionPolicy></MinuteMetrics>";

    private World world;

    @BeforeEach
    void open() {
        world = new World();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Answer set(String elements) {
        return world.send(
                world.request("PUT", PROPERTIES)
                        .body(
                                "<StorageServiceProperties>"
                                        + elements
                                        + "</StorageServiceProperties>"));
    }

    private String get() {
        Answer answer = world.send("GET", PROPERTIES);
        assertEquals("200", outcome(answer));
        return text(answer).replaceAll("^<\\?xml[^>]*>", "");
    }

    @Test
    void whatIsSetIsToldAndTheRestStays() {
        String website = "<StaticWebsite><Enabled>false</Enabled></StaticWebsite>";
        String none =
                "<DeleteRetentionPolicy><Enabled>false</Enabled>"
                        + "<AllowPermanentDelete>false</AllowPermanentDelete>"
                        + "</DeleteRetentionPolicy>";
        assertEquals(
                "<StorageServiceProperties>"
                        + OFF
                        + "<Cors />"
                        + none
                        + website
                        + "</StorageServiceProperties>",
                get());
        String cors =
                "<Cors><CorsRule><AllowedOrigins>https://a.example,*</AllowedOrigins>"
                        + "<AllowedMethods>GET,PUT</AllowedMethods>"
                        + "<AllowedHeaders>x-ms-*</AllowedHeaders>"
                        + "<ExposedHeaders>*</ExposedHeaders>"
                        + "<MaxAgeInSeconds>60</MaxAgeInSeconds></CorsRule></Cors>";
        String kept =
                "<DeleteRetentionPolicy><Enabled>true</Enabled><Days>5</Days>"
                        + "<AllowPermanentDelete>true</AllowPermanentDelete>"
                        + "</DeleteRetentionPolicy>";
        assertEquals("202", outcome(set(cors + OFF)));
        assertEquals("202", outcome(set(kept)));
        assertEquals(
                "202", outcome(set("<DefaultServiceVersion>2021-12-02</DefaultServiceVersion>")));
        assertEquals(
                "<StorageServiceProperties>"
                        + OFF
                        + cors
                        + "<DefaultServiceVersion>2021-12-02</DefaultServiceVersion>"
                        + kept
                        + website
                        + "</StorageServiceProperties>",
                get());
        assertEquals("202", outcome(set("<Cors />" + website)));
        assertTrue(get().contains("<Cors />" + "<DefaultServiceVersion>"), "cleared");
    }

    @Test
    void aDefaultVersionIsThatOfRequestsWithoutOne() {
        set("<DefaultServiceVersion>2021-12-02</DefaultServiceVersion>");
        var request =
                new FakeRequest(Site.BLOB, "GET", "/?comp=list")
                        .label("acct")
                        .with("authorization", "Bearer owner");
        assertEquals("200", outcome(world.send(request)));
        assertEquals(
                "2021-12-02",
                header(
                        new Answer(
                                200,
                                world.router.protocol(request.site()).orElseThrow().common(request),
                                new Answer.Body.Empty()),
                        "x-ms-version"));
        set("<DefaultServiceVersion />");
        assertEquals("400 MissingRequiredHeader", outcome(world.send(request)));
    }

    @Test
    void aDefaultVersionIsTheOneThatARequestIsUnderstoodBy() {
        set("<DefaultServiceVersion>2021-06-08</DefaultServiceVersion>");
        world.send("PUT", "/con?restype=container");
        world.put("/con/b", new byte[] {1});
        Answer issued =
                world.send(
                        unversioned("POST", "/?restype=service&comp=userdelegationkey")
                                .body(
                                        "<KeyInfo><Expiry>2026-11-24T12:00:00Z</Expiry>"
                                                + "</KeyInfo>"));
        assertEquals("200", outcome(issued));
        assertTrue(text(issued).contains("<SignedVersion>2021-06-08<"), text(issued));
        assertEquals("400 InvalidHeaderValue", outcome(world.send(cold())));
        FakeRequest strict = unversioned("GET", "/con/b").with("if-none-match", "*");
        assertEquals("400 UnsatisfiableCondition", outcome(world.send(strict)));
        set("<DefaultServiceVersion>2021-12-02</DefaultServiceVersion>");
        assertEquals("200", outcome(world.send(cold())));
        set("<DefaultServiceVersion>2015-12-11</DefaultServiceVersion>");
        assertEquals("200", outcome(world.send(strict)));
    }

    private FakeRequest cold() {
        return unversioned("PUT", "/con/b?comp=tier").with("x-ms-access-tier", "Cold");
    }

    private static FakeRequest unversioned(String method, String target) {
        return new FakeRequest(Site.BLOB, method, target)
                .label("acct")
                .baseUrl("https://acct.blob.core.bleu.localhost:8443")
                .with("authorization", "Bearer owner");
    }

    @Test
    void whatIsNotKeptOrMalformedIsRefused() {
        String value = "400 InvalidXmlNodeValue";
        String document = "400 InvalidXmlDocument";
        String[][] refused = {
            {OFF.replace("<Read>false", "<Read>true"), value},
            {OFF.replace("<Enabled>false", "<Enabled>true"), value},
            {
                "<StaticWebsite><Enabled>true</Enabled></StaticWebsite>",
                "409 PublicAccessNotPermitted"
            },
            {
                "<DeleteRetentionPolicy><Enabled>true</Enabled></DeleteRetentionPolicy>",
                "400 MissingRequiredXmlNode"
            },
            {days("0"), value},
            {days("7</Days><Days>9"), document},
            {days("7</Days><Weeks>1</Weeks><Days>7").replaceFirst("<Days>7</Days>", ""), document},
            {OFF.replace("<Read>", "<Reed/><Read>"), document},
            {days("366"), value},
            {days("x"), value},
            {"<DeleteRetentionPolicy><Enabled>yes</Enabled></DeleteRetentionPolicy>", value},
            {"<DefaultServiceVersion>2011-08-18</DefaultServiceVersion>", value},
            {"<Unknown />", document},
            {"<Cors /><Cors />", document},
            {"<Cors><Rule /></Cors>", value},
            {"<Cors>" + rule("*", "GET").repeat(6) + "</Cors>", value},
            {"<Cors>" + rule("", "GET") + "</Cors>", value},
            {"<Cors>" + rule("*", "TRACE") + "</Cors>", value},
            {"<Cors>" + rule("h".repeat(257), "GET") + "</Cors>", value},
            {"<Cors>" + rule("h,".repeat(65), "GET") + "</Cors>", value},
            {"<Cors>" + rule("a&#10;b", "GET") + "</Cors>", value},
            {"<Cors>" + rule("*", "GET").replace(">9<", ">-1<") + "</Cors>", value},
            {"<Cors", document},
        };
        for (String[] one : refused) {
            assertEquals(one[1], outcome(set(one[0])), one[0]);
        }
        assertEquals(
                document,
                outcome(
                        world.send(
                                world.request("PUT", PROPERTIES)
                                        .body(
                                                "<!DOCTYPE a [<!ENTITY b SYSTEM"
                                                        + " 'file:///etc/passwd'>]><a>&b;</a>"))));
        assertTrue(get().contains("<Cors />"), "nothing was set");
    }

    private static String days(String days) {
        return "<DeleteRetentionPolicy><Enabled>true</Enabled><Days>"
                + days
                + "</Days></DeleteRetentionPolicy>";
    }

    private static String rule(String origins, String methods) {
        return "<CorsRule><AllowedOrigins>"
                + origins
                + "</AllowedOrigins><AllowedMethods>"
                + methods
                + "</AllowedMethods><AllowedHeaders /><ExposedHeaders />"
                + "<MaxAgeInSeconds>9</MaxAgeInSeconds></CorsRule>";
    }

    @Test
    void statisticsAreTheSecondaryEndpointsAndAccountsAreKnown() {
        assertEquals(
                "400 InvalidQueryParameterValue",
                outcome(world.send("GET", "/?restype=service&comp=stats")));
        for (String path : List.of("/", "/con", "/con/a/b")) {
            for (String method : List.of("GET", "HEAD")) {
                Answer answer = world.send(method, path + "?restype=account&comp=properties");
                assertEquals("200", outcome(answer), path);
                assertEquals("Standard_LRS", header(answer, "x-ms-sku-name"));
                assertEquals("StorageV2", header(answer, "x-ms-account-kind"));
                assertEquals("false", header(answer, "x-ms-is-hns-enabled"));
            }
        }
    }

    @Test
    void aPathOfOneSegmentIsABlobOfTheRootContainer() {
        assertEquals("404 ContainerNotFound", outcome(world.send("GET", "/file")));
        assertEquals("201", outcome(world.send("PUT", "/$root?restype=container")));
        assertEquals("201", outcome(world.put("/file", new byte[] {'x'})));
        assertEquals("x", text(world.send("GET", "/file")));
        assertEquals("x", text(world.send("GET", "/$root/file")));
        assertEquals("200", outcome(world.send("HEAD", "/file?comp=metadata")));
        assertEquals("201", outcome(world.send("PUT", "/file?comp=snapshot")));
        String list = text(world.send("GET", "/$root?restype=container&comp=list"));
        assertTrue(list.contains("<Name>file</Name>"), list);
        assertEquals(
                "202",
                outcome(
                        world.send(
                                world.request("DELETE", "/file")
                                        .with("x-ms-delete-snapshots", "include"))));
        assertEquals("404 ContainerNotFound", outcome(world.send("GET", "/con?restype=container")));
        assertEquals("201", outcome(world.send("PUT", "/$web?restype=container")));
        assertEquals(
                "400 InvalidResourceName", outcome(world.send("PUT", "/$other?restype=container")));
    }
}
