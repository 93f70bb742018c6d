package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import org.chainrule.testing.Architecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses TABULAR = Architecture.mainClasses();

    /// A scan that finds nothing forbids nothing: raise the number as the module grows.
    @Test
    void theScanSeesTheModule() {
        assertThat(TABULAR.size()).isGreaterThanOrEqualTo(15);
    }

    @Test
    void signaturesShowOnlyExportedTypes() throws IOException {
        Architecture.onlyExportedTypesInSignatures().check(TABULAR);
    }

    @Test
    void nothingIsPrinted() {
        Architecture.nothingIsPrinted().check(TABULAR);
    }

    @Test
    void noThreadLocals() {
        Architecture.noThreadLocals().check(TABULAR);
    }

    @Test
    void noSerialization() {
        Architecture.noSerialization().check(TABULAR);
    }

    @Test
    void nothingFollowsTheLocale() {
        Architecture.nothingFollowsTheLocale().check(TABULAR);
    }

    @Test
    void noLibraryFunctions() {
        Architecture.noLibraryFunctionsOutside().check(TABULAR);
    }
}
