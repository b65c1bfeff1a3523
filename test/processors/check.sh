#!/usr/bin/env bash
# Runs the models on processors that this machine is not, by emulation (Debian's qemu-user): do the golden vectors
# hold, and are the vectors of some texts those of the processor at hand? On x86-64 also one short run of the job.
#
#   test/processors/check.sh [KIND ...]
#
# Kinds: x86-64 EPYC (AVX2), Haswell (AVX2), Westmere (SSE); aarch64 neoverse-n1, cortex-a72, max (i8mm);
# pipeline (the demo on Haswell). Default: all. One line a kind and bundle: ok, FAIL or skip with the reason.
# Needs the project built, and qemu-user; installs Debian packages where this user may. An hour on two cores that
# do other things; some ten minutes on quiet ones.
set -uo pipefail

ROOT=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
WORK=$ROOT/target/processors
BUNDLES=$ROOT/packaging/target/bundles
SAMPLE=$ROOT/cli/src/main/resources/io/nearline/cli/demo/sample-posts.jsonl
ARM_ROOT=$WORK/arm64
ARM_PACKAGES=(openjdk-17-jre-headless libc6 zlib1g libstdc++6 libgcc-s1)
ARM_JAVA=$ARM_ROOT/usr/lib/jvm/java-17-openjdk-arm64/bin/java
FLAGS=(-Xmx800m -XX:+UseSerialGC -XX:TieredStopAtLevel=1)
LIMIT=${NEARLINE_EMULATION_TIMEOUT:-1800}
ALL=(EPYC Haswell Westmere neoverse-n1 cortex-a72 max pipeline)
failed=0

report() { printf '%-5s %s\n' "$1" "$2"; }
fail() {
    report FAIL "$1"
    failed=1
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

# An emulator, installed where it is missing and this user may.
has_emulator() {
    command -v "$1" >/dev/null ||
        { command -v apt-get >/dev/null && as_root apt-get install -y -qq qemu-user >"$WORK/apt.log" 2>&1; }
    command -v "$1" >/dev/null
}

# The Java of another architecture: packages are unpacked, nothing of them is installed.
has_arm_java() {
    [[ -x $ARM_JAVA ]] && return 0
    command -v apt-get >/dev/null || return 1
    local added=0 package
    mkdir -p "$ARM_ROOT" "$WORK/packages"
    if ! dpkg --print-foreign-architectures | grep -qx arm64; then
        as_root dpkg --add-architecture arm64 >>"$WORK/apt.log" 2>&1 || return 1
        added=1
        as_root apt-get update -qq >>"$WORK/apt.log" 2>&1
    fi
    (cd "$WORK/packages" && apt-get download -qq "${ARM_PACKAGES[@]/%/:arm64}" >>"$WORK/apt.log" 2>&1)
    if ((added)); then as_root dpkg --remove-architecture arm64 >>"$WORK/apt.log" 2>&1; fi
    for package in "$WORK"/packages/*_arm64.deb; do
        [[ -e $package ]] && dpkg -x "$package" "$ARM_ROOT"
    done
    [[ -x $ARM_JAVA ]]
}

# ONNX Runtime reads these at its start, and qemu prefers files below its -L.
# $1: part number of the processor, $2: more of its features
write_arm_files() {
    local i
    mkdir -p "$ARM_ROOT/proc" "$ARM_ROOT/sys/devices/system/cpu"
    echo 0-1 >"$ARM_ROOT/sys/devices/system/cpu/possible"
    echo 0-1 >"$ARM_ROOT/sys/devices/system/cpu/present"
    for i in 0 1; do
        printf 'processor\t: %d\nFeatures\t: fp asimd aes pmull sha1 sha2 crc32%s\nCPU implementer\t: 0x41\n' "$i" "$2"
        printf 'CPU architecture: 8\nCPU variant\t: 0x1\nCPU part\t: %s\nCPU revision\t: 1\n\n' "$1"
    done >"$ARM_ROOT/proc/cpuinfo"
}

# Sets the command that runs Java on a kind of processor; fails where that cannot be had.
select_java() {
    local kind=$1
    case $kind in
        native) java=(java) ;;
        EPYC | Haswell | Westmere)
            has_emulator qemu-x86_64 || { missing="qemu-x86_64 (Debian package qemu-user)"; return 1; }
            [[ $(uname -m) == x86_64 ]] || { missing="an x86-64 machine, for its Java"; return 1; }
            java=(qemu-x86_64 -cpu "$kind" "$(readlink -f "$(command -v java)")")
            ;;
        *)
            has_emulator qemu-aarch64 || { missing="qemu-aarch64 (Debian package qemu-user)"; return 1; }
            has_arm_java || { missing="Debian's arm64 packages ${ARM_PACKAGES[*]}"; return 1; }
            case $kind in
                neoverse-n1) write_arm_files 0xd0c " atomics asimdrdm asimddp" ;;
                cortex-a72) write_arm_files 0xd08 "" ;;
                max) write_arm_files 0xd49 " atomics asimdrdm asimddp i8mm bf16" ;;
            esac
            java=(qemu-aarch64 -cpu "$kind" -L "$ARM_ROOT" "$ARM_JAVA")
            ;;
    esac
}

vectors() {
    timeout "$LIMIT" "${java[@]}" "${FLAGS[@]}" -cp "$CLASSES" ProcessorVectors write "$@" 2>"$WORK/errors.log"
}

# $1: kind, $2: bundle
check_bundle() {
    local kind=$1 bundle=$2 name out rc
    name=$(basename "$bundle")
    out=$(vectors "$WORK/$kind-$name" "$bundle")
    rc=$?
    local golden products
    golden=$(sed -n 's/^golden: //p' <<<"$out")
    products=$(sed -n 's/^int8 products: //p' <<<"$out")
    case $rc in
        0)
            local compared
            if compared=$(java "${FLAGS[@]}" -cp "$CLASSES" ProcessorVectors compare "$bundle" \
                "$WORK/native-$name" "$WORK/$kind-$name" 2>"$WORK/errors.log"); then
                report ok "$kind $name: golden vectors $golden; $compared"
            else
                fail "$kind $name: golden vectors $golden; $compared"
            fi
            ;;
        3)
            # Products that are wrong whatever the weights: an emulator's fault or a kernel's. Refusing is right.
            if [[ $products == wrong* ]]; then
                report ok "$kind $name: refused, as it must be: $golden"
            else
                fail "$kind $name: $golden"
            fi
            ;;
        124) fail "$kind $name: not done after $LIMIT s; NEARLINE_EMULATION_TIMEOUT gives it more" ;;
        *) fail "$kind $name: ended with $rc: $(tail -n 1 "$WORK/errors.log")" ;;
    esac
}

check_pipeline() {
    if ! select_java Haswell; then
        report skip "pipeline: needs $missing"
        return
    fi
    head -n 20 "$SAMPLE" >"$WORK/posts.jsonl"
    local out
    if out=$(timeout "$LIMIT" "${java[@]}" "${FLAGS[@]}" --add-opens=java.base/java.util=ALL-UNNAMED \
        -Dnearline.home="$ROOT" -Dlog4j2.configurationFile=classpath:io/nearline/cli/log4j2-cli.properties \
        -cp "$ROOT/cli/target/classes:$CLASSES" io.nearline.cli.NearlineCommand demo --once \
        --posts="$WORK/posts.jsonl" --model=all-minilm-l6-v2-int8 --stall-timeout="$LIMIT" 2>"$WORK/pipeline.log"); then
        report ok "pipeline on Haswell: $out"
    else
        fail "pipeline on Haswell: $(tail -n 1 "$WORK/pipeline.log")"
    fi
}

kinds=("$@")
((${#kinds[@]})) || kinds=("${ALL[@]}")
mkdir -p "$WORK/classes"
"$ROOT/nearline" model verify all-minilm-l6-v2-int8 >"$WORK/build.log" 2>&1 || {
    fail "native: $(tail -n 1 "$WORK/build.log")"
    exit 1
}
CLASSES=$WORK/classes:$(<"$ROOT/cli/target/command.classpath")
javac -nowarn -d "$WORK/classes" -cp "$CLASSES" "$ROOT/test/processors/ProcessorVectors.java" || exit 1
CALIBRATED=$WORK/calibrated
if [[ ! -f $CALIBRATED/model.json ]]; then
    # Some lines of the sample are broken on purpose.
    grep -E '"(text|body)".*\}$' "$SAMPLE" >"$WORK/texts.jsonl"
    "$ROOT/nearline" model package "$BUNDLES/all-minilm-l6-v2" --out "$CALIBRATED" --name calibrated --pooling mean \
        --max-tokens 256 --normalise --calibrate "$WORK/texts.jsonl" >"$WORK/calibrate.log" 2>&1 ||
        fail "calibrated: $(tail -n 1 "$WORK/calibrate.log")"
fi
bundles=("$BUNDLES/all-minilm-l6-v2" "$BUNDLES/all-minilm-l6-v2-int8")
[[ -f $CALIBRATED/model.json ]] && bundles+=("$CALIBRATED")

for bundle in "${bundles[@]}"; do
    select_java native
    check_bundle native "$bundle"
done
for kind in "${kinds[@]}"; do
    if [[ $kind == pipeline ]]; then
        check_pipeline
    elif select_java "$kind"; then
        for bundle in "${bundles[@]}"; do check_bundle "$kind" "$bundle"; done
    else
        report skip "$kind: needs $missing"
    fi
done
exit "$failed"
