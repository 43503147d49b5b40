# shellcheck shell=bash
# Starts the project's own programs from a checkout. Sourced, never run.

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# java_home: a JDK that is new enough.
java_home() { "$checkout/hack/mvn" --print-java-home; }

# need_build MODULE: builds the project once, without tests, when the module is not there yet.
need_build() {
  if [[ ! -d $checkout/$1/target/lib ]]; then
    say "building the project (once; log: target/build.log)"
    mkdir -p "$checkout/target"
    "$checkout/hack/mvn" -f "$checkout/pom.xml" -DskipTests -Dspotless.check.skip=true package \
      >"$checkout/target/build.log" 2>&1 || die "the build failed, see $checkout/target/build.log"
  fi
}

# exec_java MODULE MAIN ARGUMENT...: replaces this process, so that signals reach the program. Serial collector: small
# heaps on few cores. Set INFERNO_JAVA_OPTIONS for more options, INFERNO_CLASS_PATH for more classes.
exec_java() {
  local module=$1 main=$2 home
  shift 2
  need_build "$module"
  home=$(java_home)
  # shellcheck disable=SC2086 # options are words
  exec "$home/bin/java" -XX:+UseSerialGC -Xmx"${INFERNO_HEAP:-256m}" ${INFERNO_JAVA_OPTIONS:-} --sun-misc-unsafe-memory-access=allow \
    --enable-native-access=ALL-UNNAMED \
    -cp "$checkout/$module/target/classes:$checkout/$module/target/lib/*${INFERNO_CLASS_PATH:+:$INFERNO_CLASS_PATH}" "$main" "$@"
}
