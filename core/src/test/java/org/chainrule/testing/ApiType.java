package org.chainrule.testing;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassSignature;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodSignature;
import java.lang.classfile.Signature;
import java.lang.classfile.TypeAnnotation.TargetType;
import java.lang.classfile.attribute.ConstantValueAttribute;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One type of a [PublicApi]: a class file as a header and one line per member, in a notation close to Java.
///
/// A public member that a type inherits from a type that users cannot name counts as its own member.
final class ApiType {
    /// Sorts lines by the names of the members.
    static final Comparator<String> BY_NAME = Comparator.comparing(ApiType::memberIn)
            .thenComparing(Comparator.naturalOrder());

    private static final Pattern NAME = Pattern
            .compile("(?:module|class|interface|@interface|enum|record) ([\\w.$]+)");
    /// The members of every record and every enum.
    private static final Set<String> OF_RECORDS = Set.of("equals(Object)", "hashCode()", "toString()");
    private static final Set<String> OF_ENUMS = Set.of("values()", "valueOf(String)");

    private final ClassModel model;
    private final Map<String, ClassModel> all;

    /// Reads a class.
    ///
    /// @param all the classes of the module by internal name
    ApiType(ClassModel model, Map<String, ClassModel> all) {
        this.model = model;
        this.all = all;
    }

    /// Returns the name of the type or module in a header.
    static String nameIn(String header) {
        Matcher matcher = NAME.matcher(header);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no header of a listing: " + header);
        }
        return matcher.group(1);
    }

    /// Returns the name of the member or package in a line.
    static String memberIn(String line) {
        String start = line.replaceFirst("(\\(| = | to | with ).*", "");
        return start.substring(start.lastIndexOf(' ') + 1);
    }

    String packageName() {
        String name = ApiSignature.name(model.thisClass().asInternalName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    /// Returns whether users of an exported package can name the type: it and all enclosing types are public or
    /// protected.
    boolean visible() {
        if (model.isModuleInfo() || model.flags().has(AccessFlag.SYNTHETIC)
                || model.findAttribute(Attributes.enclosingMethod()).isPresent()) {
            return false;
        }
        Optional<InnerClassInfo> nested = nested();
        if (nested.isEmpty()) {
            return model.flags().has(AccessFlag.PUBLIC);
        }
        Optional<ClassModel> outer = nested.get().outerClass().map(entry -> all.get(entry.asInternalName()));
        return shown(flags()) && outer.map(type -> new ApiType(type, all).visible()).orElse(false);
    }

    private Optional<InnerClassInfo> nested() {
        return model.findAttribute(Attributes.innerClasses()).stream()
                .flatMap(attribute -> attribute.classes().stream())
                .filter(info -> info.innerClass().asInternalName().equals(model.thisClass().asInternalName()))
                .findFirst();
    }

    /// Returns the flags in the source: the flags of the class file lack `protected` and `static`.
    private Set<AccessFlag> flags() {
        return nested().map(InnerClassInfo::flags).orElse(model.flags().flags());
    }

    private static boolean shown(Set<AccessFlag> flags) {
        return flags.contains(AccessFlag.PUBLIC) || flags.contains(AccessFlag.PROTECTED);
    }

    String header() {
        Set<AccessFlag> flags = flags();
        List<String> words = new ArrayList<>();
        deprecated(model.findAttribute(Attributes.deprecated()).isPresent(), words);
        words.add(flags.contains(AccessFlag.PROTECTED) ? "protected" : "public");
        Optional<List<RecordComponentInfo>> components = components();
        boolean contract = flags.contains(AccessFlag.INTERFACE);
        boolean constants = flags.contains(AccessFlag.ENUM);
        boolean inner = nested().isPresent() && !flags.contains(AccessFlag.STATIC);
        if (inner) {
            words.add("inner");
        }
        if (flags.contains(AccessFlag.ABSTRACT) && !contract && !constants) {
            words.add("abstract");
        }
        if (flags.contains(AccessFlag.FINAL) && !constants && components.isEmpty()) {
            words.add("final");
        }
        List<ClassEntry> permitted = model.findAttribute(Attributes.permittedSubclasses())
                .map(attribute -> attribute.permittedSubclasses()).orElse(List.of());
        if (!permitted.isEmpty() && !constants) {
            words.add("sealed");
        }
        words.add(flags.contains(AccessFlag.ANNOTATION)
                ? "@interface"
                : contract ? "interface" : constants ? "enum" : components.isPresent() ? "record" : "class");
        ClassSignature signature = model.findAttribute(Attributes.signature())
                .map(attribute -> attribute.asClassSignature()).orElseGet(() -> ClassSignature.of(
                        Signature.ClassTypeSig.of(model.superclass().orElseThrow().asSymbol()),
                        model.interfaces().stream().map(entry -> Signature.ClassTypeSig.of(entry.asSymbol()))
                                .toArray(Signature.ClassTypeSig[]::new)));
        words.add(ApiSignature.name(model.thisClass().asInternalName())
                + ApiSignature.parameters(signature.typeParameters())
                + components.map(ApiType::components).orElse(""));
        String parent = ApiSignature.text(signature.superclassSignature());
        if (!contract && !Set.of("Object", "Record").contains(parent) && !constants) {
            words.add("extends " + parent);
        }
        if (!signature.superinterfaceSignatures().isEmpty()) {
            words.add((contract ? "extends " : "implements ") + signature.superinterfaceSignatures().stream()
                    .map(ApiSignature::text).sorted().collect(Collectors.joining(", ")));
        }
        if (!permitted.isEmpty() && !constants) {
            words.add("permits " + permitted.stream().map(entry -> ApiSignature.name(entry.asInternalName())).sorted()
                    .collect(Collectors.joining(", ")));
        }
        return String.join(" ", words);
    }

    private static void deprecated(boolean is, List<String> words) {
        if (is) {
            words.add("@Deprecated");
        }
    }

    private Optional<List<RecordComponentInfo>> components() {
        return model.findAttribute(Attributes.record()).map(attribute -> attribute.components());
    }

    private static String components(List<RecordComponentInfo> components) {
        return components.stream()
                .map(component -> new ApiSignature(component, TargetType.FIELD, -1)
                        .of(component.findAttribute(Attributes.signature())
                                .map(attribute -> attribute.asTypeSignature())
                                .orElseGet(() -> Signature.of(component.descriptorSymbol())))
                        + " " + component.name().stringValue())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    SortedSet<String> members() {
        SortedSet<String> lines = new TreeSet<>(BY_NAME);
        collect(lines, new HashSet<>());
        return lines;
    }

    /// Adds the members of this type, and of its supertypes that users cannot name.
    private void collect(Set<String> lines, Set<String> seen) {
        model.fields().stream().filter(field -> member(field.flags().flags())).map(ApiType::line).forEach(lines::add);
        for (MethodModel method : model.methods()) {
            String key = method.methodName().stringValue() + method.methodType().stringValue();
            if (member(method.flags().flags()) && !implied(method) && seen.add(key)) {
                lines.add(line(method));
            }
        }
        List<ClassEntry> parents = new ArrayList<>(model.interfaces());
        model.superclass().ifPresent(parents::add);
        for (ClassEntry entry : parents) {
            ClassModel parent = all.get(entry.asInternalName());
            if (parent != null && !new ApiType(parent, all).visible()) {
                new ApiType(parent, all).collect(lines, seen);
            }
        }
    }

    private boolean member(Set<AccessFlag> flags) {
        return !flags.contains(AccessFlag.SYNTHETIC) && (flags.contains(AccessFlag.PUBLIC)
                || flags.contains(AccessFlag.PROTECTED) && !flags().contains(AccessFlag.FINAL));
    }

    private boolean implied(MethodModel method) {
        String call = method.methodName().stringValue()
                + method.methodTypeSymbol().parameterList().stream().map(type -> type.displayName())
                        .collect(Collectors.joining(",", "(", ")"));
        return components().isPresent() && OF_RECORDS.contains(call)
                || flags().contains(AccessFlag.ENUM) && OF_ENUMS.contains(call);
    }

    private static String line(FieldModel field) {
        Set<AccessFlag> flags = field.flags().flags();
        if (flags.contains(AccessFlag.ENUM)) {
            return field.fieldName().stringValue();
        }
        List<String> words = new ArrayList<>();
        deprecated(field.findAttribute(Attributes.deprecated()).isPresent(), words);
        words.addAll(modifiers(flags));
        words.add(new ApiSignature(field, TargetType.FIELD, -1).of(field.findAttribute(Attributes.signature())
                .map(attribute -> attribute.asTypeSignature())
                .orElseGet(() -> Signature.of(field.fieldTypeSymbol()))));
        words.add(field.fieldName().stringValue() + field.findAttribute(Attributes.constantValue())
                .map(ApiType::constant).orElse(""));
        return String.join(" ", words);
    }

    /// The value of a constant is part of the API, because the compiler copies it into the classes of users.
    private static String constant(ConstantValueAttribute attribute) {
        return " = " + switch (attribute.constant().constantValue()) {
            case String text -> "\"" + text.replace("\n", "\\n") + "\"";
            case Object value -> String.valueOf(value);
        };
    }

    private static List<String> modifiers(Set<AccessFlag> flags) {
        return List.of(AccessFlag.PUBLIC, AccessFlag.PROTECTED, AccessFlag.STATIC, AccessFlag.ABSTRACT,
                AccessFlag.FINAL).stream().filter(flags::contains)
                .map(flag -> flag.toString().toLowerCase(Locale.ROOT)).toList();
    }

    private String line(MethodModel method) {
        Set<AccessFlag> flags = method.flags().flags();
        MethodSignature signature = method.findAttribute(Attributes.signature())
                .map(attribute -> attribute.asMethodSignature())
                .orElseGet(() -> MethodSignature.of(method.methodTypeSymbol()));
        List<String> words = new ArrayList<>();
        deprecated(method.findAttribute(Attributes.deprecated()).isPresent(), words);
        words.addAll(modifiers(flags));
        if (model.flags().has(AccessFlag.INTERFACE) && !flags.contains(AccessFlag.ABSTRACT)
                && !flags.contains(AccessFlag.STATIC)) {
            words.add("default");
        }
        if (!signature.typeParameters().isEmpty()) {
            words.add(ApiSignature.parameters(signature.typeParameters()));
        }
        boolean constructor = method.methodName().equalsString("<init>");
        if (!constructor) {
            words.add(new ApiSignature(method, TargetType.METHOD_RETURN, -1).of(signature.result()));
        }
        String arguments = IntStream.range(0, signature.arguments().size())
                .mapToObj(i -> new ApiSignature(method, TargetType.METHOD_FORMAL_PARAMETER, i)
                        .of(signature.arguments().get(i)))
                .collect(Collectors.joining(", "));
        if (flags.contains(AccessFlag.VARARGS)) {
            arguments = arguments.substring(0, arguments.length() - 2) + "...";
        }
        words.add((constructor ? "new" : method.methodName().stringValue()) + "(" + arguments + ")");
        List<String> thrown = thrown(method, signature);
        if (!thrown.isEmpty()) {
            words.add("throws " + String.join(", ", thrown));
        }
        return String.join(" ", words);
    }

    private static List<String> thrown(MethodModel method, MethodSignature signature) {
        return signature.throwableSignatures().isEmpty()
                ? method.findAttribute(Attributes.exceptions()).stream()
                        .flatMap(attribute -> attribute.exceptions().stream())
                        .map(entry -> ApiSignature.name(entry.asInternalName())).sorted().toList()
                : signature.throwableSignatures().stream().map(ApiSignature::text).sorted().toList();
    }
}
