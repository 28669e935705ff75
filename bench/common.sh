# shellcheck shell=bash
# To be sourced by the benchmarks. bench_lab starts a private engine; bench_java runs a program of bench/src beside it.
# Whatever was started ends with this script, however it ends.
set -euo pipefail

ROOT=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/..")
readonly ROOT

bench_fail() {
    printf 'bench: %s\n' "$*" >&2
    exit 1
}

# A folder of this run's own, Berth built, and the class path that the programs are run with.
bench_begin() { # NAME
    [[ $(id -u) == 0 ]] || bench_fail "needs root, for a private engine"
    # shellcheck source=scripts/find-jdk
    source "$ROOT/scripts/find-jdk"
    find_jdk
    "$ROOT/berth" version >/dev/null # builds it if sources are newer
    FOLDER=$(mktemp -d "${TMPDIR:-/var/tmp}/berth-bench.XXXXXX")
    JAVA=''
    trap bench_end EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    mkdir -p "$ROOT/bench/target"
    OUT=$ROOT/bench/target/$1-$(date -u +%Y%m%dT%H%M%SZ).jsonl
}

bench_lab() {
    # --live-restore, which the engine script sets, and Swarm exclude each other.
    ENGINE=$("$ROOT/scripts/engine" up "$FOLDER/engine" --while $$ -- --live-restore=false)
    "$ROOT/scripts/image-busybox" "$ENGINE"
}

bench_java() { # PROGRAM OPTION…
    local program=$1 status=0 inside=()
    shift
    # In the private engine's network, where a node's agent is.
    [[ -z ${BENCH_INSIDE:-} ]] || inside=("$ROOT/scripts/engine" exec "$FOLDER/engine")
    "${inside[@]}" "$JAVA_HOME/bin/java" -XX:+UseSerialGC "-Xmx${BENCH_HEAP:-256m}" --enable-native-access=ALL-UNNAMED \
        -cp "$(bench_class_path)" -Dbench.root="$ROOT" -Dbench.folder="$FOLDER" -Dbench.out="$OUT" \
        -Dbench.engine="${ENGINE:-}" -Dbench.engine.pid="$([[ -z ${ENGINE:-} ]] || "$ROOT/scripts/engine" pid "$FOLDER/engine")" \
        "$ROOT/bench/src/$program.java" "$@" &
    JAVA=$!
    wait "$JAVA" || status=$?
    JAVA=''
    printf 'Every single figure: %s\n' "${OUT#"$PWD/"}" >&2
    return "$status"
}

bench_class_path() {
    printf '%s' "${BENCH_CLASS_PATH:-$(readlink -f "$ROOT/.berth/current")/*}"
}

bench_end() {
    local pid tries
    if [[ -n $JAVA ]]; then
        kill "$JAVA" 2>/dev/null || true # its shutdown hooks end what it started
        for ((tries = 0; tries < 250; tries++)); do
            kill -0 "$JAVA" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$JAVA" 2>/dev/null || true
    fi
    # What a killed program left. A pid that means somebody else by now does not name our folder.
    if [[ -e $FOLDER/pids ]]; then
        while read -r pid; do
            if grep -qsF "$FOLDER" "/proc/$pid/cmdline"; then kill -KILL "$pid" 2>/dev/null || true; fi
        done <"$FOLDER/pids"
    fi
    "$ROOT/scripts/engine" down "$FOLDER/engine" || true
    rm -rf "$FOLDER"
}
