package fr.bleu.vault;

import static fr.bleu.vault.TestPlatform.json;
import static fr.bleu.vault.TestPlatform.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.http.Answer;
import fr.bleu.trust.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Lists of secrets, deleted secrets and versions, page by page as clients follow them. */
class SecretListsTest {

    private static final String URL = "https://v-one.vault.bleu.localhost:8443";

    private final TestPlatform platform = new TestPlatform();
    private final TestPlatform.Tenant tenant = platform.tenant(true);
    private final Caller.Principal officer =
            platform.vault(tenant, "v-one", "\"softDeleteRetentionInDays\":7");

    @AfterEach
    void close() {
        platform.close();
    }

    private void set(String name) {
        assertEquals(200, platform.set(officer, "v-one", name, "v").status());
    }

    private void delete(String name) {
        Answer answer = platform.call(officer, "v-one", "DELETE", "/secrets/" + name);
        assertEquals(200, answer.status());
    }

    private JsonNode page(String target) {
        Answer answer = platform.call(officer, "v-one", "GET", target);
        assertEquals(200, answer.status(), target);
        return json(answer);
    }

    /** Follows the links to the end; the sizes of the pages go to {@code sizes}. */
    private List<String> all(String target, List<Integer> sizes) {
        List<String> ids = new ArrayList<>();
        String next = target;
        while (true) {
            JsonNode page = page(next);
            sizes.add(page.path("value").size());
            page.path("value").forEach(item -> ids.add(item.path("id").asString()));
            if (page.path("nextLink").isNull()) {
                return ids;
            }
            String link = page.path("nextLink").asString();
            assertTrue(link.startsWith(URL + "/"), link);
            next = link.substring(URL.length());
        }
    }

    private static List<String> ids(String path, List<String> names) {
        return names.stream().map(name -> URL + path + name).toList();
    }

    @Test
    void pagesOf25LeadThroughAllSecretsInTheOrderOfTheirNames() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            names.add("%s-%02d".formatted(i % 2 == 0 ? "Db" : "db", i));
            set(names.get(i));
        }
        List<Integer> sizes = new ArrayList<>();
        assertEquals(ids("/secrets/", names), all("/secrets", sizes));
        assertEquals(List.of(25, 25, 10), sizes);
        sizes.clear();
        String target = "/secrets?api-version=2016-10-01&maxresults=20";
        assertEquals(ids("/secrets/", names), all(target, sizes));
        assertEquals(List.of(20, 20, 20), sizes);
        String link = page(target).path("nextLink").asString();
        assertTrue(link.contains("api-version=2016-10-01") && link.contains("maxresults=20"), link);
    }

    @Test
    void aListShowsWhatIsNeededToFindASecretAndNoValue() {
        platform.call(
                officer,
                "v-one",
                "PUT",
                "/secrets/a",
                "{\"value\":\"hunter2\",\"contentType\":\"t\",\"tags\":{\"k\":\"v\"},"
                        + "\"attributes\":{\"enabled\":false,\"exp\":5}}");
        JsonNode item = page("/secrets").path("value").path(0);
        assertEquals(URL + "/secrets/a", item.path("id").asString());
        assertFalse(item.path("attributes").path("enabled").asBoolean());
        assertEquals(5, item.path("attributes").path("exp").asLong());
        assertEquals(7, item.path("attributes").path("recoverableDays").asInt());
        assertEquals("t", item.path("contentType").asString());
        assertEquals("v", item.path("tags").path("k").asString());
        assertFalse(item.has("value"));
        assertFalse(page("/secrets/a/versions").toString().contains("hunter2"));
    }

    @Test
    void liveAndDeletedSecretsAreInListsOfTheirOwn() {
        List<String> live = new ArrayList<>();
        List<String> deleted = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String name = "s%02d".formatted(i);
            set(name);
            if (i % 3 == 0) {
                delete(name);
                deleted.add(name);
            } else {
                live.add(name);
            }
        }
        List<Integer> sizes = new ArrayList<>();
        assertEquals(ids("/secrets/", live), all("/secrets?api-version=7.4&maxresults=7", sizes));
        assertEquals(
                ids("/secrets/", deleted),
                all("/deletedsecrets?api-version=7.4&maxresults=4", sizes));
        JsonNode item = page("/deletedsecrets").path("value").path(0);
        assertEquals(URL + "/deletedsecrets/s00", item.path("recoveryId").asString());
        assertTrue(item.path("scheduledPurgeDate").asLong() > item.path("deletedDate").asLong());
    }

    @Test
    void aSecretThatGoesBetweenTwoPagesTakesNoOtherWithIt() {
        List.of("a", "b", "c", "d").forEach(this::set);
        JsonNode first = page("/secrets?api-version=7.4&maxresults=2");
        delete("c");
        platform.call(officer, "v-one", "DELETE", "/deletedsecrets/c");
        String link = first.path("nextLink").asString().substring(URL.length());
        assertEquals(ids("/secrets/", List.of("d")), all(link, new ArrayList<>()));
    }

    @Test
    void versionsArePagedToo() {
        TreeSet<String> versions = new TreeSet<>();
        for (int i = 0; i < 30; i++) {
            versions.add(version(platform.set(officer, "v-one", "a", "v" + i)));
        }
        set("ab");
        List<Integer> sizes = new ArrayList<>();
        List<String> found = all("/secrets/a/versions", sizes);
        assertEquals(ids("/secrets/a/", List.copyOf(versions)), found);
        assertEquals(List.of(25, 5), sizes);
    }

    @Test
    void listsAreOfOneVaultAndASecretsVersionsAreItsOwn() {
        Caller.Principal other = platform.vault(tenant, "v-two", "");
        set("a");
        set("a-b");
        platform.set(other, "v-two", "c", "v");
        assertEquals(ids("/secrets/", List.of("a", "a-b")), all("/secrets", new ArrayList<>()));
        assertEquals(1, page("/secrets/a/versions").path("value").size());
        JsonNode others = json(platform.call(other, "v-two", "GET", "/secrets"));
        assertEquals(1, others.path("value").size());
    }

    @Test
    void aPageLooksAtABoundedNumberOfSecretsAndLinksOn() {
        int hidden = SecretLists.MAX_LOOKED_AT + 1;
        for (int i = 0; i < hidden; i++) {
            String name = String.format(Locale.ROOT, "s%04d", i);
            set(name);
            delete(name);
        }
        set("z");
        List<Integer> sizes = new ArrayList<>();
        assertEquals(ids("/secrets/", List.of("z")), all("/secrets", sizes));
        assertEquals(List.of(0, 1), sizes);
    }
}
