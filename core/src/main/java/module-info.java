import org.jspecify.annotations.NullMarked;

/// Chainrule: tensors, gradients by the chain rule, and networks that learn, with no dependencies.
@NullMarked
module org.chainrule {
    requires static org.jspecify;
    requires static jdk.incubator.vector;

    exports org.chainrule;
    exports org.chainrule.data;
    exports org.chainrule.error;
    exports org.chainrule.io;
    exports org.chainrule.metric;
    exports org.chainrule.model;
    exports org.chainrule.nn;
    exports org.chainrule.observe;
    exports org.chainrule.optim;
    exports org.chainrule.train;
    exports org.chainrule.type;

    uses org.chainrule.observe.Viewer;
}
