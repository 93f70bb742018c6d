package org.chainrule.app.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaveOptionsTest {
    @ParameterizedTest
    @CsvSource({"data/digits.csv,digits.safetensors", "a.b.csv,a.b.safetensors", "table,table.safetensors",
            "sales.csv.gz,sales.safetensors", ".gz,model.safetensors"})
    void theModelIsNamedAfterTheTable(Path table, Path model) {
        assertThat(SaveOptions.usual(table)).isEqualTo(model);
    }
}
