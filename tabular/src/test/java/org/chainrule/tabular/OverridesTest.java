package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
    @TempDir
    private Path folder;

    private Path file() throws IOException {
        StringBuilder csv = new StringBuilder("id,zip,x,y\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i).append(",0").append(7000 + i % 3).append(',').append(i * 37 % 11).append(',')
                    .append(i % 2 == 0 ? "no" : "yes").append('\n');
        }
        return Files.writeString(folder.resolve("t.csv"), csv);
    }

    @Test
    void whatIsSaidAboutColumnsCounts() throws IOException {
        Schema schema = Tabular.of("y").ignore("x").categorical("zip").numeric("id").prepare(file()).schema();
        assertThat(schema.names()).containsExactly("id", "zip=07000", "zip=07001", "zip=07002");
        assertThat(schema.leftOut()).extracting(LeftOut::sentence)
                .containsExactly("column \"x\" is left out: that was requested");
    }

    @Test
    void numbersOfAProgramMayBeCategories() {
        Table table = Table.of("t", NumberColumn.of("zip", 7, 8, Double.NaN, 7),
                TextColumn.of("y", "a", "b", "a", "b"));
        Schema schema = Tabular.of("y").categorical("zip").testFraction(0).prepare(table).schema();
        assertThat(schema.encode(table, table.rows())).containsExactly(1, 0, 0, 1, 0, 0, 1, 0);
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        Path file = file();
        assertThatThrownBy(() -> Tabular.of("y").ignore("zup").prepare(file)).isInstanceOf(ArgumentException.class)
                .hasMessage(file + " has no column \"zup\"; did you mean \"zip\"?");
        assertThatThrownBy(() -> Tabular.of("y").ignore("y").prepare(file))
                .hasMessage("the target \"y\" cannot be ignored; choose another column to ignore");
        assertThatThrownBy(() -> Tabular.of("y").ignore("x").numeric("x"))
                .hasMessage("column \"x\" is set to be both ignored and numeric; choose one");
        assertThatThrownBy(() -> Tabular.of("y").categorical("x").numeric("x"))
                .hasMessage("column \"x\" is set to be both categorical and numeric; choose one");
        Table table = Table.of("t", TextColumn.of("w", "p", "q", "q", "p"), TextColumn.of("y", "a", "b", "a", "b"));
        assertThatThrownBy(() -> Tabular.of("y").numeric("w").prepare(table))
                .hasMessage("t: column \"w\" holds words, such as \"p\", and cannot be read as numbers; "
                        + "declare it as categorical");
    }

    @Test
    void namesMayContainCommas() throws IOException {
        StringBuilder csv = new StringBuilder("\"Height, cm\",\"a,b\",a,b,\"t, u, v\",y\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i * 7 % 31).append(',').append(i * 37 % 11).append(',').append(i * 5 % 13).append(',')
                    .append(i * 3 % 17).append(',').append(i * 11 % 19).append(i % 2 == 0 ? ",no\n" : ",yes\n");
        }
        Path file = Files.writeString(folder.resolve("commas.csv"), csv);
        assertThat(ignored(file, "Height, cm")).containsExactly("Height, cm");
        assertThat(ignored(file, "Height, cm,b")).containsExactly("Height, cm", "b");
        assertThat(ignored(file, "b, t, u, v,Height, cm")).containsExactly("Height, cm", "b", "t, u, v");
        assertThat(ignored(file, "a,b")).containsExactly("a,b");
        assertThat(ignored(file, "b,a")).containsExactly("a", "b");
        assertThat(ignored(file, "a", "b", "a,b")).containsExactly("a,b", "a", "b");
        assertThatThrownBy(() -> Tabular.of("y").ignore("Height,cm").prepare(file))
                .hasMessage(file + " has no column \"Height\"; did you mean \"Height, cm\"?");
        assertThatThrownBy(() -> Tabular.of("y").ignore("b,Height, cm").numeric("t, u, v,b").prepare(file))
                .hasMessage("column \"b\" is set to be both ignored and numeric; choose one");
        Schema words = Tabular.of("y").categorical("Height, cm,b").ignore("a,b", "a", "t, u, v").prepare(file).schema();
        assertThat(words.names()).contains("Height, cm=7", "b=3");
    }

    private static List<String> ignored(Path file, String... names) throws IOException {
        return Tabular.of("y").ignore(names).prepare(file).schema().leftOut().stream().map(LeftOut::column).toList();
    }
}
