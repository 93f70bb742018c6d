package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final String NUMBER = """
            {"column":"x","kind":"number","mean":0.1,"deviation":2,"indicator":true}""";
    private static final String CATEGORY = """
            {"column":"w","kind":"category","categories":["a","b"],"other":false}""";

    private static Schema schema(String json) {
        return Schema.fromJson(Json.parse(json), "m.safetensors");
    }

    private static void refusedSchema(String json, String message) {
        assertThatThrownBy(() -> schema(json)).isInstanceOf(FormatException.class)
                .hasMessage("m.safetensors: " + message + (message.endsWith("newer version")
                        ? ""
                        : "; the file is damaged, so copy it again or train again"));
    }

    private static void refusedColumn(String json, String message) {
        refusedSchema("{\"format\":1,\"columns\":[" + json + "],\"leftOut\":[]}", message);
    }

    private static void refusedTarget(String json, String message) {
        assertThatThrownBy(() -> Target.fromJson(Json.parse(json), "m.safetensors")).isInstanceOf(FormatException.class)
                .hasMessage("m.safetensors: " + message + (message.endsWith("newer version")
                        ? ""
                        : "; the file is damaged, so copy it again or train again"));
    }

    @Test
    void aSchemaComesBackEqualToTheLastBit() {
        Table table = CsvTables.table("""
                x,"w ""quoted"" ü",c,id
                0.1,"a,b",1,1
                ,é,1,2
                0.3,?,1,3
                """);
        Schema schema = Schema.fit(table, table.rows(), Set.of());
        String text = Json.write(schema.toJson());
        assertThat(text).isEqualTo("{\"format\":2,\"columns\":[{\"column\":\"x\",\"kind\":\"number\",\"mean\":0.2,"
                + "\"deviation\":0.09999999999999999,\"indicator\":true,\"limits\":false,\"range\":{\"low\":0.1,\"high\":0.3,"
                + "\"typical\":0.3,\"apart\":0,\"count\":2},\"binary\":true},{\"column\":\"w \\\"quoted\\\" ü\","
                + "\"kind\":\"category\",\"categories\":[\"a,b\",\"é\"],\"other\":false,\"match\":\"spelling\"}],"
                + "\"leftOut\":[{\"column\":\"c\",\"reason\":\"it is always 1\",\"always\":\"1\"},"
                + "{\"column\":\"id\",\"reason\":\"it counts the rows\"}]}");
        Schema back = schema(text);
        assertThat(back).isEqualTo(schema);
        assertThat(back.encode(table, table.rows())).isEqualTo(schema.encode(table, table.rows()));
    }

    @Test
    void targetsComeBackEqual() {
        for (Target target : List.of(new Target.Numbers("y", 1 / 3.0, 2e-7),
                new Target.Classes("y", Column.Kind.NUMBER, List.of("-1", "9", "10")),
                new Target.Classes("y", Column.Kind.TEXT, List.of("no", "yes")),
                new Target.Numbers("y", 3, 2).estimating(new Estimand.Counts()),
                new Target.Numbers("y", 3, 2).estimating(new Estimand.Quantiles(List.of(0.1, 0.9))).clamped(-1, 7),
                new Target.Classes("y", Column.Kind.TEXT, List.of("low", "high")).inOrder())) {
            assertThat(Target.fromJson(Json.parse(Json.write(target.toJson())), "m")).isEqualTo(target);
        }
    }

    /// An older release reads format 4 and refuses format 5 by its number.
    @Test
    void onlyTargetsOfANewKindHaveTheNewestFormat() {
        assertThat(new Target.Numbers("y", 3, 2).toJson()).containsEntry("format", 4);
        assertThat(new Target.Classes("y", Column.Kind.TEXT, List.of("a", "b")).toJson()).containsEntry("format", 4);
        assertThat(new Target.Numbers("y", 3, 2).estimating(new Estimand.Counts()).toJson()).containsEntry("format", 5);
        for (String levels : List.of("[0.9,0.1]", "[]", "[0.5,2]", "[\"a\"]")) {
            assertThatThrownBy(() -> Target.fromJson(Json.parse(
                    "{\"format\":5,\"task\":\"regression\",\"column\":\"y\",\"mean\":1,\"deviation\":1,\"quantiles\":"
                            + levels + "}"),
                    "m")).isInstanceOf(FormatException.class).hasMessageContaining("quantiles");
        }
    }

    @Test
    void refusesSchemasOfANewerVersion() {
        refusedSchema("{\"format\":6}",
                "the schema has the format 6, newer than 5, the newest that this version of Chainrule reads; use a newer version");
        refusedSchema("{\"format\":0}", "the schema should have a positive whole number as \"format\"");
    }

    @Test
    void refusesTreesThatAreNoSchema() {
        refusedSchema("[]", "the schema should be a JSON object");
        refusedSchema("{}", "the schema lacks \"format\"");
        refusedSchema("{\"format\":1,\"columns\":7}", "the schema should have a list as \"columns\"");
        refusedSchema("{\"format\":1,\"columns\":[]}", "the schema has no columns");
        refusedColumn(NUMBER + "," + NUMBER, "the schema names a column twice");
        refusedColumn("null", "the encoding of a column should be a JSON object");
        refusedColumn("{\"kind\":\"colour\"}", "the encoding of a column has the unknown kind \"colour\"");
        refusedColumn(NUMBER.replace("2", "-2"), "the encoding of a column has a negative \"deviation\"");
        refusedColumn(NUMBER.replace("true", "null"),
                "the encoding of a column should have true or false as \"indicator\"");
        refusedColumn(NUMBER.replace("\"x\"", "3"), "the encoding of a column should have a string as \"column\"");
        refusedColumn(CATEGORY.replace("\"a\"", "\"b\""),
                "the encoding of a column has \"categories\" out of order");
        refusedColumn(CATEGORY.replace("\"a\"", "1"),
                "the encoding of a column should have only strings in \"categories\"");
    }

    @Test
    void refusesTreesThatAreNoTarget() {
        refusedTarget("{\"format\":1,\"column\":\"y\",\"task\":\"ranking\"}",
                "the target has the unknown task \"ranking\"");
        refusedTarget("{\"format\":1,\"column\":\"y\",\"task\":\"regression\",\"mean\":0,\"deviation\":0}",
                "the target should have a positive \"deviation\"");
        refusedTarget("{\"format\":1,\"column\":\"y\",\"task\":\"classification\",\"labels\":[\"a\"]}",
                "the target has fewer than two labels");
        refusedTarget("{\"format\":1,\"column\":\"y\",\"task\":\"classification\",\"labels\":[\"a\",\"a\"]}",
                "the target has a label twice");
    }
}
