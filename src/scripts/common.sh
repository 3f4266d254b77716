# Shared by ./run and ./verify. Sourced, never started; works with bash 3.2 (macOS) and later.
# Every function that finds something wrong ends the script with one line on standard error.

java_wanted=25

say() { printf '%s\n' "$*"; }

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# Major version of the JDK in directory $1; nothing where there is no JDK (a JRE has no javac).
jdk_major() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Directories where a JDK may be, one per line, the user's own choice first.
jdk_places() {
  [ -n "${JAVA_HOME:-}" ] && say "$JAVA_HOME"
  local on_path
  on_path=$(command -v javac 2>/dev/null) && dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || say "$on_path")")"
  local place
  for place in \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk* /opt/*graal* /usr/local/*jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -d "$place" ] && say "$place"
  done
}

# Sets and exports JAVA_HOME: the first JDK 25, else the first newer one.
find_jdk() {
  local place major newer=
  while IFS= read -r place; do
    major=$(jdk_major "$place") || continue
    [ -n "$major" ] || continue
    if [ "$major" -eq "$java_wanted" ]; then
      export JAVA_HOME="$place"
      return
    fi
    [ "$major" -gt "$java_wanted" ] && [ -z "$newer" ] && newer=$place
  done <<PLACES
$(jdk_places)
PLACES
  [ -n "$newer" ] || die "no JDK $java_wanted found (JAVA_HOME, PATH, /usr/lib/jvm, SDKMAN, Homebrew): $(jdk_remedy), or set JAVA_HOME"
  export JAVA_HOME="$newer"
}

jdk_remedy() {
  if [ "$(uname)" = Darwin ]; then
    say "install it with 'brew install openjdk@$java_wanted'"
  elif apt-cache show "openjdk-$java_wanted-jdk-headless" >/dev/null 2>&1; then
    say "install it with 'sudo apt install openjdk-$java_wanted-jdk-headless'"
  elif apt-cache show "temurin-$java_wanted-jdk" >/dev/null 2>&1; then
    say "install it with 'sudo apt install temurin-$java_wanted-jdk'"
  else
    say "install it with 'sdk install java $java_wanted-tem' (https://sdkman.io) or from https://adoptium.net"
  fi
}

find_maven() {
  command -v mvn >/dev/null 2>&1 ||
    die "Maven (mvn) is not on the PATH: install it with 'sudo apt install maven' or 'brew install maven'"
}

# Is file $1 missing or older than a source of module $2? A directory's own time tells of files that went away.
stale() {
  [ -e "$1" ] || return 0
  [ -n "$(find "$2/src/main" "$2/pom.xml" pom.xml -newer "$1" -print 2>/dev/null | head -n 1)" ]
}

jar_of() { say "$1/target/quarkus-app/quarkus-run.jar"; }

native_of() {
  local runner
  for runner in "$1"/target/*-runner; do
    [ -x "$runner" ] && say "$runner" && return
  done
  return 1
}

# A build leaves this file, with the time at which it began: what was edited meanwhile counts as stale.
stamp_of() { say "$1/target/.built"; }

# Builds the jars of those of the modules "$@" that are stale.
build_stale() {
  local module modules=
  for module in "$@"; do
    if [ ! -e "$(jar_of "$module")" ] || stale "$(stamp_of "$module")" "$module"; then
      modules="$modules${modules:+,}$module"
    fi
  done
  [ -z "$modules" ] && return
  find_maven
  mkdir -p target/logs
  local log=target/logs/build.log began=target/logs/.began
  touch "$began"
  say "Building $modules (the first time takes a minute or two) ..." >&2
  if ! mvn -B -q -Dstyle.color=never -pl "$modules" -DskipTests -Dspotless.check.skip=true package </dev/null >"$log" 2>&1; then
    die "the build failed: $(first_error "$log") (all of it: $log)"
  fi
  for module in ${modules//,/ }; do touch -r "$began" "$(stamp_of "$module")"; done
}

# The first line of Maven's log $1 that says what is wrong, without its prefix.
first_error() {
  local line
  line=$(grep -E '^\[ERROR\] .' "$1" | grep -m 1 -v 'COMPILATION ERROR' || grep -m 1 -i error "$1" || tail -n 1 "$1")
  line=${line#\[ERROR\] }
  printf '%s' "${line#"$PWD"/}" | cut -c 1-300
}

# Sets the array `command`: how to start module $1 with the arguments after it. The native executable where there is one
# that is not older than the sources, else the JVM, building first what is stale. -Dname=value may stand anywhere.
program() {
  local module=$1 runner argument
  shift
  if runner=$(native_of "$module") && ! stale "$runner" "$module"; then
    command=("$PWD/$runner" "$@")
    return
  fi
  find_jdk
  build_stale "$module"
  command=("$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
  for argument; do
    case $argument in -D*) command+=("$argument") ;; esac
  done
  command+=(-jar "$PWD/$(jar_of "$module")")
  for argument; do
    case $argument in -D*) ;; *) command+=("$argument") ;; esac
  done
}

# Does something answer on loopback port $1?
port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The answer, head and body, to GET http://127.0.0.1:$1$2; nothing where none comes within 5 s.
http_get() {
  {
    printf 'GET %s HTTP/1.0\r\nHost: localhost:%s\r\n\r\n' "$2" "$1" >&3 &&
      while IFS= read -r -t 5 line <&3 || [ -n "$line" ]; do say "$line"; done
  } 2>/dev/null 3<>"/dev/tcp/127.0.0.1/$1"
}

# Does GET http://127.0.0.1:$1$2 answer 200?
answers_ok() {
  case $(http_get "$1" "$2" | head -n 1) in *' 200 '*) return 0 ;; *) return 1 ;; esac
}

# Makes the secret file $1 with 32 random hexadecimal digits, unless it is there. Readable by its owner only.
secret() {
  [ -s "$1" ] && return
  (umask 077 && mkdir -p "$(dirname "$1")" && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$1") ||
    die "cannot write $1: check the directory's permissions"
}
