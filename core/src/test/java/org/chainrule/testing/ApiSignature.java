package org.chainrule.testing;

import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.Signature;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.TypeAnnotation.TargetType;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The text of types in a [PublicApi]: qualified names, except in `java.lang`, with `@Nullable` as in the source.
final class ApiSignature {
    private static final ApiSignature PLAIN = new ApiSignature(Set.of());

    /// The positions of `@Nullable` inside the type: one character per step, `[` into an array and a digit into a type
    /// argument.
    private final Set<String> nullable;

    private ApiSignature(Set<String> nullable) {
        this.nullable = nullable;
    }

    /// Reads the annotations of one position of a member.
    ///
    /// @param parameter the index of the parameter, if the target is a parameter
    ApiSignature(AttributedElement member, TargetType target, int parameter) {
        this(Stream.concat(
                member.findAttribute(Attributes.runtimeVisibleTypeAnnotations()).stream()
                        .flatMap(attribute -> attribute.annotations().stream()),
                member.findAttribute(Attributes.runtimeInvisibleTypeAnnotations()).stream()
                        .flatMap(attribute -> attribute.annotations().stream()))
                .filter(annotation -> annotation.annotation().className().stringValue().endsWith("/Nullable;"))
                .filter(annotation -> annotation.targetInfo().targetType() == target)
                .filter(annotation -> parameter < 0
                        || annotation.targetInfo() instanceof TypeAnnotation.FormalParameterTarget formal
                                && formal.formalParameterIndex() == parameter)
                .map(annotation -> path(annotation.targetPath())).collect(Collectors.toUnmodifiableSet()));
    }

    private static String path(List<TypeAnnotation.TypePathComponent> steps) {
        return steps.stream().map(step -> switch (step.typePathKind()) {
            case ARRAY -> "[";
            case WILDCARD -> "?";
            case TYPE_ARGUMENT -> String.valueOf(step.typeArgumentIndex());
            case INNER_TYPE -> "";
        }).collect(Collectors.joining());
    }

    /// Returns a name as shown in the listing: types of `java.lang` without their package, nested types with a `$`.
    static String name(String internal) {
        String name = internal.replace('/', '.');
        return name.startsWith("java.lang.") && name.indexOf('.', "java.lang.".length()) < 0
                ? name.substring("java.lang.".length())
                : name;
    }

    /// Returns a type at a position without annotations, such as a supertype.
    static String text(Signature type) {
        return PLAIN.of(type);
    }

    /// Returns type parameters with their bounds, such as `<T extends Record>`, or the empty string.
    static String parameters(List<Signature.TypeParam> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.stream().map(ApiSignature::parameter).collect(Collectors.joining(", ", "<", ">"));
    }

    private static String parameter(Signature.TypeParam parameter) {
        String bounds = Stream.concat(parameter.classBound().stream(), parameter.interfaceBounds().stream())
                .map(ApiSignature::text).filter(bound -> !bound.equals("Object")).collect(Collectors.joining(" & "));
        return parameter.identifier() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    /// Returns the text of the type at this position.
    String of(Signature type) {
        return of(type, "");
    }

    private String of(Signature type, String path) {
        String mark = nullable.contains(path) ? "@Nullable " : "";
        return switch (type) {
            case Signature.BaseTypeSig base -> base.signatureString().equals("V") ? "void" : primitive(base);
            case Signature.TypeVarSig variable -> mark + variable.identifier();
            case Signature.ArrayTypeSig array ->
                of(array.componentSignature(), path + "[") + (mark.isEmpty() ? "" : " " + mark) + "[]";
            case Signature.ClassTypeSig named -> mark + named(named) + arguments(named, path);
        };
    }

    private static String primitive(Signature.BaseTypeSig base) {
        return ClassDesc.ofDescriptor(base.signatureString()).displayName();
    }

    private static String named(Signature.ClassTypeSig type) {
        return type.outerType().map(outer -> named(outer) + "$" + type.className())
                .orElseGet(() -> name(type.className()));
    }

    private String arguments(Signature.ClassTypeSig type, String path) {
        return type.typeArgs().isEmpty()
                ? ""
                : IntStream.range(0, type.typeArgs().size())
                        .mapToObj(i -> argument(type.typeArgs().get(i), path + i))
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private String argument(Signature.TypeArg argument, String path) {
        return switch (argument) {
            case Signature.TypeArg.Unbounded _ -> "?";
            case Signature.TypeArg.Bounded bounded -> switch (bounded.wildcardIndicator()) {
                case NONE -> of(bounded.boundType(), path);
                case EXTENDS -> "? extends " + of(bounded.boundType(), path + "?");
                case SUPER -> "? super " + of(bounded.boundType(), path + "?");
            };
        };
    }
}
