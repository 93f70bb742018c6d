import org.jspecify.annotations.NullMarked;

@NullMarked
module canary {
    requires static org.jspecify;
}
