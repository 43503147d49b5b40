# shellcheck shell=bash
# The part of the images that both share: a small Java and what it needs of glibc. Sourced, never run.

# shellcheck disable=SC2154 # java.sh says where the checkout is
image_build=$checkout/target/image

# What the programs and their libraries load; hack/test-image starts them with nothing else.
image_modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml
image_modules+=,jdk.httpserver,jdk.management,jdk.unsupported

# Defaults inside the image. They come before JAVA_TOOL_OPTIONS, so that the chart's javaOptions win. C1 only: half a
# second and 25 MB less at the start; the planner is fast enough with it. A full heap ends the process: Kubernetes
# starts it again, a half-dead informer it would not see.
image_java_options='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=60 -XX:-UsePerfData'
image_java_options+=' -XX:+ExitOnOutOfMemoryError -XX:+ErrorFileToStderr --sun-misc-unsafe-memory-access=allow'

# The security providers of these modules. A listed one that is missing is looked for in the whole class path, which
# makes Bouncy Castle load its 750 classes.
image_providers=(SUN SunRsaSign SunEC SunJSSE SunJCE)

machine_architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

chart_app_version() { sed -nE 's/^appVersion: *"?([^"]*)"?$/\1/p' "$checkout/charts/inferno-autoscaler/Chart.yaml"; }

project_version() { sed -nE "/<version>/{s:.*<version>(.*)</version>.*:\\1:p;q}" "$checkout/pom.xml"; }

# java_root ARCHITECTURE: makes target/image/root, unless what it is made of is the same as last time.
java_root() {
  local root=$image_build/root jdk sysroot='' stamp
  jdk=$(java_home)
  if [[ $1 != "$(machine_architecture)" ]]; then
    [[ -d ${INFERNO_IMAGE_JDK:-}/jmods ]] || die "--platform is linux/$1 on a $(machine_architecture) machine, and" \
      "INFERNO_IMAGE_JDK is '${INFERNO_IMAGE_JDK:-}'; set it to a linux/$1 JDK 25 that has a folder jmods"
    sysroot=${INFERNO_IMAGE_SYSROOT:-}
    [[ -n $sysroot && -d $sysroot ]] || die "--platform is linux/$1 on a $(machine_architecture) machine, and" \
      "INFERNO_IMAGE_SYSROOT is '$sysroot'; set it to a folder with that platform's glibc (root of a Debian, say)"
  fi
  stamp="$1 $sysroot $(cat "${INFERNO_IMAGE_JDK:-$jdk}/release" "$hack/lib/image.sh" | sha256sum)"
  if [[ -f $root.stamp && $stamp == "$(<"$root.stamp")" ]]; then return; fi
  rm -rf "$root" "$root.stamp"
  mkdir -p "$root/tmp" "$root/etc"
  link_java "$jdk" "$sysroot" "$root/jre"
  copy_glibc "$sysroot" "$root"
  # Without this file glibc asks other sources than DNS.
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
  # As Jib dates them: the archive of classes remembers the date of the modules.
  find "$root" -exec touch --no-dereference --date=@1 {} +
  echo "$stamp" >"$root.stamp"
}

# link_java JDK SYSROOT OUT. Modules are not compressed: the layer is, and compressed twice is larger and slower.
link_java() {
  local path=() provider number=0
  if [[ -n $2 ]]; then path=(--module-path "$INFERNO_IMAGE_JDK/jmods"); fi
  "$1/bin/jlink" "${path[@]}" --add-modules "$image_modules" --strip-debug --no-header-files --no-man-pages \
    --compress zip-0 --add-options="$image_java_options" --output "$3"
  sed -i -E '/^security\.provider\.[0-9]+=/d' "$3/conf/security/java.security"
  for provider in "${image_providers[@]}"; do
    echo "security.provider.$((++number))=$provider" >>"$3/conf/security/java.security"
  done
}

# copy_glibc SYSROOT ROOT: the shared libraries that Java is linked with, each where the loader looks for it.
copy_glibc() {
  local file found
  while IFS= read -r file; do
    found=$file
    if [[ -n $1 ]]; then found=$(find "$1" -name "$(basename "$file")" -print -quit); fi
    [[ -n $found && -e $found ]] || die "Java needs $(basename "$file"), which is not in '$1'"
    mkdir -p "$2$(dirname "$file")"
    cp --dereference "$found" "$2$file"
  done < <(if [[ -n $1 ]]; then foreign_libraries "$2/jre"; else own_libraries "$2/jre"; fi)
}

# copy_cpp ROOT: what OR-Tools needs beside glibc. As in java_root, of this machine or of INFERNO_IMAGE_SYSROOT.
copy_cpp() {
  local name found java=$image_build/root/jre/bin/java
  for name in libstdc++.so.6 libgcc_s.so.1; do
    if "$java" --version >/dev/null 2>&1; then
      found=$(ldconfig -p | sed -nE "s|.*${name//+/\\+} \(libc6,.*64.*\) => (.*)|\1|p" | head -1)
    else
      found=$(find "$INFERNO_IMAGE_SYSROOT" -name "$name" -print -quit)
    fi
    [[ -n $found && -e $found ]] || die "OR-Tools needs $name, which is not there; install libstdc++"
    mkdir -p "$1/lib"
    cp --dereference "$found" "$1/lib/$name"
  done
}

# own_libraries JRE: full paths, as this machine resolves them.
own_libraries() {
  find "$1" \( -name '*.so' -o -path '*/bin/java' -o -name jspawnhelper \) -exec ldd {} + 2>/dev/null |
    grep -oE '/[^ ]+\.so[^ ]*' | grep -vF "$1" | LC_ALL=C sort -u
}

# foreign_libraries JRE: names from the files themselves; /lib is where every loader looks.
foreign_libraries() {
  need_command readelf "read which libraries a foreign Java needs"
  {
    readelf --program-headers "$1/bin/java" | sed -nE 's/.*interpreter: ([^]]+)].*/\1/p'
    find "$1" \( -name '*.so' -o -path '*/bin/java' \) -exec readelf --dynamic {} + |
      sed -nE 's/.*\(NEEDED\).*\[(lib(c|m|dl|pthread|rt)\.so[^]]*)].*/\/lib\/\1/p'
  } | LC_ALL=C sort -u
}
