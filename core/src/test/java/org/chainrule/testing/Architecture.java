package org.chainrule.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Rules for the compiled classes of every library module. Each is a promise to users: the library prints nothing,
/// keeps no memory per thread, and creates no classes from names or byte streams in files.
public final class Architecture {
    private static final Set<String> LIBRARY_FUNCTIONS = Set.of("exp", "expm1", "log", "log1p", "log10", "pow", "sin",
            "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");

    /// Methods, by class, that depend on the default locale.
    private static final Map<String, Set<String>> LOCALIZED = Map.of("java.lang.String",
            Set.of("format", "formatted", "toLowerCase", "toUpperCase"), "java.io.PrintStream",
            Set.of("printf", "format"), "java.io.PrintWriter", Set.of("printf", "format"), "java.util.Formatter",
            Set.of("<init>", "format"), "java.text.NumberFormat",
            Set.of("getInstance", "getNumberInstance", "getIntegerInstance", "getPercentInstance",
                    "getCompactNumberInstance"),
            "java.text.DecimalFormat", Set.of("<init>"), "java.time.format.DateTimeFormatter", Set.of("ofPattern"),
            "java.time.format.DateTimeFormatterBuilder", Set.of("toFormatter"), "java.util.Locale",
            Set.of("getDefault"));

    private Architecture() {
    }

    /// Returns the main classes of the module whose tests are running.
    public static JavaClasses mainClasses() {
        return new ClassFileImporter().importPath(Path.of("target", "classes"));
    }

    /// Only commands and examples write to the console.
    public static ArchRule nothingIsPrinted() {
        return noClasses().should()
                .accessTargetWhere(access("the console is used",
                        target -> target.getOwner().isEquivalentTo(System.class)
                                && Set.of("out", "err", "console").contains(target.getName())))
                .orShould()
                .accessTargetWhere(access("a stack trace is printed",
                        target -> target.getOwner().isAssignableTo(Throwable.class)
                                && target.getName().equals("printStackTrace")))
                .because("a library reports through results, exceptions and System.Logger");
    }

    /// No buffer is bound to a thread: a server may have 10,000 threads.
    public static ArchRule noThreadLocals() {
        return noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class)
                .because("memory must not grow with the number of threads");
    }

    /// Nothing is read or written by Java serialization.
    public static ArchRule noSerialization() {
        return noClasses().should()
                .dependOnClassesThat(belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class))
                .because("a model file must not be able to run code");
    }

    /// No member is looked up by name at run time.
    public static ArchRule noReflection() {
        return noClasses().should()
                .dependOnClassesThat(belongToAnyOf(java.lang.reflect.Method.class, java.lang.reflect.Field.class,
                        java.lang.reflect.Constructor.class, java.lang.reflect.Proxy.class))
                .because("what runs must be visible in the code");
    }

    /// Elementary functions of `java.lang.Math` are forbidden, because the interpreter and the compiler may differ in
    /// the last bit.
    public static ArchRule noLibraryFunctionsOutside(String... packages) {
        return noClasses().that().resideOutsideOfPackages(packages).should()
                .accessTargetWhere(access("java.lang.Math computes an elementary function",
                        target -> target.getOwner().isEquivalentTo(Math.class)
                                && LIBRARY_FUNCTIONS.contains(target.getName())))
                .because("results must be the same bits everywhere: use VectorMath, or StrictMath in double");
    }

    /// Vector operations whose bits depend on the machine are forbidden: elementary functions and sums over lanes.
    public static ArchRule noInexactVectorOperations() {
        return noClasses().should()
                .accessTargetWhere(access("an elementary function of the Vector API is used",
                        target -> target.getOwner().getName().equals("jdk.incubator.vector.VectorOperators")
                                && LIBRARY_FUNCTIONS.contains(target.getName().toLowerCase(Locale.ROOT))))
                .orShould()
                .accessTargetWhere(access("lanes are reduced in an order the machine chooses",
                        target -> target.getOwner().getName().startsWith("jdk.incubator.vector.")
                                && target.getName().equals("reduceLanes")))
                .because("results must be the same bits for every vector width");
    }

    /// Digits, decimal points and letter case are the same in every locale.
    public static ArchRule nothingFollowsTheLocale() {
        return noClasses().should()
                .accessTargetWhere(access("the locale of the machine is used",
                        target -> LOCALIZED.getOrDefault(target.getOwner().getName(), Set.of())
                                .contains(target.getName())
                                && target instanceof AccessTarget.CodeUnitAccessTarget unit
                                && unit.getRawParameterTypes().stream()
                                        .noneMatch(type -> type.isEquivalentTo(Locale.class)
                                                || type.getName().equals("java.text.DecimalFormatSymbols"))))
                .because("what is printed and read must not depend on the country: say Locale.ROOT");
    }

    /// The signatures of exported types contain only types that users of the module can name.
    public static ArchRule onlyExportedTypesInSignatures() throws IOException {
        return onlyTypesInSignatures(descriptor());
    }

    static ArchRule onlyTypesInSignatures(ModuleDescriptor module) {
        Set<String> exported = module.exports().stream().filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source).collect(Collectors.toUnmodifiableSet());
        return classes().that().arePublic()
                .and(describe("are exported", type -> exported.contains(type.getPackageName())))
                .should(showOnly(describe("types that are exported",
                        type -> type.isPrimitive() || type.getPackageName().startsWith("java.")
                                || exported.contains(type.getPackageName())
                                || (type.getPackageName().startsWith("org.chainrule")
                                        && !module.packages().contains(type.getPackageName())))))
                .allowEmptyShould(exported.isEmpty());
    }

    private static ModuleDescriptor descriptor() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("target", "classes", "module-info.class"))) {
            return ModuleDescriptor.read(in, () -> packages(Path.of("target", "classes")));
        }
    }

    private static Set<String> packages(Path classes) {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class") && !file.getParent().equals(classes))
                    .map(file -> classes.relativize(file.getParent()).toString().replace(File.separatorChar, '.'))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArchCondition<JavaClass> showOnly(DescribedPredicate<JavaClass> allowed) {
        return new ArchCondition<>("show only " + allowed.getDescription()) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaMember member : type.getMembers()) {
                    boolean shown = member.getModifiers().contains(JavaModifier.PUBLIC)
                            || member.getModifiers().contains(JavaModifier.PROTECTED);
                    member.getAllInvolvedRawTypes().stream().map(JavaClass::getBaseComponentType)
                            .filter(used -> shown && !allowed.test(used))
                            .forEach(used -> events.add(SimpleConditionEvent.violated(member,
                                    member.getFullName() + " shows " + used.getName())));
                }
            }
        };
    }

    private static DescribedPredicate<JavaAccess<?>> access(String description,
            Predicate<AccessTarget> target) {
        return describe(description, access -> target.test(access.getTarget()));
    }
}
