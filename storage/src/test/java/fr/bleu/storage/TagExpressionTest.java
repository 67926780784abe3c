package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TagExpressionTest {
    private static final Map<String, String> TAGS = Map.of("a", "5", "b c", "x", "_d", "");

    @Test
    void comparisonsAreOfTextAndAndBindsMoreThanOr() {
        for (String[] line :
                new String[][] {
                    {"a = '5'", "true"},
                    {"\"a\"='5'", "true"},
                    {"a = '6'", "false"},
                    {"a <> '6'", "true"},
                    {"a <> '5'", "false"},
                    {"a > '4'", "true"},
                    {"a > '10'", "true"},
                    {"a >= '5' AND a <= '5'", "true"},
                    {"a > '5' or a < '5'", "false"},
                    {"a='5' AND a='6' OR \"b c\"='x'", "true"},
                    {"a='5' OR a='6' AND \"b c\"='y'", "true"},
                    {"none = ''", "false"},
                    {"none <> 'x'", "true"},
                    {"none < 'x'", "false"},
                    {"_d = ''", "true"},
                    {"A = '5'", "false"},
                }) {
            assertEquals(
                    line[1], Boolean.toString(TagExpression.parse(line[0]).holds(TAGS)), line[0]);
        }
    }

    @Test
    void whatIsNoExpressionIsRefused() {
        for (String text :
                new String[] {
                    "",
                    " ",
                    "a",
                    "a =",
                    "a = 5",
                    "a = \"5\"",
                    "'a' = '5'",
                    "a == '5'",
                    "a = '5",
                    "a = '5' AND",
                    "a = '5' ANDb = '6'",
                    "a = '5' b = '6'",
                    "(a = '5')",
                    "NOT a = '5'",
                    "a = 'it''s'",
                    "a = '\u00e9'",
                    "\"\" = 'x'",
                    "a\0 = 'x'",
                    "a = '" + "x".repeat(257) + "'",
                    "a".repeat(129) + " = 'x'",
                    "a = '5'" + " AND a = '5'".repeat(20),
                    "a = '5'" + " ".repeat(9_000),
                }) {
            assertThrows(IllegalArgumentException.class, () -> TagExpression.parse(text), text);
            assertThrows(IllegalArgumentException.class, () -> TagQuery.parse(text), text);
        }
    }

    @Test
    void aQueryIsAndOnlyAndNamesAtMostOneContainer() {
        TagQuery query = TagQuery.parse("@container = 'box' AND a > '1' AND \"b c\" = 'x'");
        assertEquals(Optional.of("box"), query.container());
        assertEquals("b c", query.leading().tag());
        assertEquals(Map.of("a", "5", "b c", "x"), query.matched(TAGS));
        for (String text :
                new String[] {
                    "a = '1' OR b = '2'",
                    "a <> '1'",
                    "@container = 'box'",
                    "@container > 'box' AND a = '1'",
                    "@container = 'x' AND @container = 'y' AND a = '1'",
                }) {
            assertThrows(IllegalArgumentException.class, () -> TagQuery.parse(text), text);
        }
    }
}
