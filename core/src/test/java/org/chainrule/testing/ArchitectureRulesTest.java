package org.chainrule.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.junit.jupiter.api.Test;

class ArchitectureRulesTest {
    /// Uses a type that the module below does not export, as a type argument and in an array.
    public static final class Shows {
        private Shows() {
        }

        public static Map<String, List<ShapeException>> argument() {
            return Map.of();
        }

        public static void array(ArgumentException[][] array) {
        }

        static void hidden(ArgumentException array) {
        }

        public static void fine(List<int[]> list, Shows self) {
        }
    }

    @Test
    void signaturesMayNotShowWhatIsNotExported() {
        ModuleDescriptor module = ModuleDescriptor.newModule("m").exports("org.chainrule.testing")
                .packages(Set.of("org.chainrule.testing", "org.chainrule.error")).build();
        assertThat(
                Architecture.onlyTypesInSignatures(module).evaluate(new ClassFileImporter().importClasses(Shows.class))
                        .getFailureReport().getDetails())
                .containsExactlyInAnyOrder(
                        Shows.class.getName() + ".argument() shows " + ShapeException.class.getName(),
                        Shows.class.getName() + ".array([[Lorg.chainrule.error.ArgumentException;) shows "
                                + ArgumentException.class.getName());
    }
}
