# Read by bench/run, bench/tables and bench/serving: finds a JDK and Maven, and builds modules. Sets $root and $java.
set -u
unset CDPATH
root=$(cd -P -- "$(dirname -- "$0")/.." && pwd -P) || exit 1

fail() {
    printf 'bench/%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}

# Whether a folder is the home of a JDK 25 or newer.
suits() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ -n "$version" ] && [ "$version" -ge 25 ] && java=$1/bin/java
}

java=
for home in "${CHAINRULE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* \
    "${HOME:-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$home" ] && suits "$home" && break
done
[ -n "$java" ] || fail 'needs a JDK 25 or newer and found none; set JAVA_HOME to one.'
command -v mvn >/dev/null || fail 'needs Apache Maven 3.8 or newer.'

# projects MODULE...: prints bench and these peers as a list for Maven.
projects() {
    list_of_projects=bench
    for module; do
        list_of_projects=$list_of_projects,bench/peers/$module
        # Written by the end of a peer's build: without it the peer counts as not built.
        rm -f "$root/bench/peers/$module/target/classpath"
    done
    echo "$list_of_projects"
}

# build CHECKOUT PROJECTS
build() {
    echo "Building $2 of $1 ..." >&2
    mkdir -p "$1/bench/target"
    rm -f "$1"/bench/target/chainrule-bench-*.jar
    (cd "$1" && mvn -q -B -fae -Pbench -Dmaven.test.skip=true -pl "$2" -am package) \
        >"$1/bench/target/build.log" 2>&1 </dev/null || echo "Not everything could be built: $1/bench/target/build.log" >&2
    ls "$1"/bench/target/chainrule-bench-*.jar >/dev/null 2>&1 || {
        cat "$1/bench/target/build.log" >&2
        fail 'could not be built: what Maven said is above.'
    }
}
