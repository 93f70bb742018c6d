package org.chainrule.tabular.remark;

/// How a user interface names a [Remedy]: by a method in Java, by an option in the command.
@FunctionalInterface
public interface Wording {
    /// The methods of the Java API, such as `Tabular.ignore("id")`.
    Wording JAVA = Remedy::inJava;

    /// Returns the name of a remedy.
    String of(Remedy remedy);
}
