package fr.bleu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import fr.bleu.app.stopped.KnownTables;
import fr.bleu.store.Table;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;

/** One table number means one kind of record, in the whole cloud. */
@AnalyzeClasses(packages = "fr.bleu", importOptions = ProductOnly.class)
class TableNumbersTest {

    @ArchTest
    static void noTwoTablesShareANumber(JavaClasses classes) throws IllegalAccessException {
        Map<Integer, String> byNumber = new HashMap<>();
        Map<Integer, String> names = new HashMap<>();
        for (var type : classes) {
            for (JavaField field : type.getFields()) {
                boolean isTable = field.getRawType().isEquivalentTo(Table.class);
                if (isTable && field.getModifiers().contains(JavaModifier.STATIC)) {
                    Field reflected = field.reflect();
                    reflected.setAccessible(true);
                    Table table = (Table) reflected.get(null);
                    int number = Byte.toUnsignedInt(table.id());
                    names.put(number, table.name());
                    String other = byNumber.putIfAbsent(number, field.getFullName());
                    assertEquals(null, other, field.getFullName() + " has number " + number);
                }
            }
        }
        assertTrue(byNumber.size() > 30, "found only " + byNumber);
        assertEquals(names, KnownTables.read(), "what ./bleu verify knows");
    }
}
