# Sets JAVA_HOME to a JDK 25 or newer, or says what to install and ends the calling script with 3.
# Sourced by mvnw, countersign and verify. Takes JAVA_HOME where it is new enough, else the java on the PATH,
# else the newest JDK among the usual places. Reads the JDK's release file, so that no JVM starts for it.
# shellcheck shell=sh

oldest_jdk=25

# The feature release (25 for 25.0.3) of the JDK in folder $1; 0 if there is none.
jdk_feature() {
    if [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
        sed -n -e 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release"
    else
        echo 0
    fi
}

# The folder of the JDK whose java is first on the PATH, if any.
jdk_on_path() {
    java_on_path=$(command -v java) && java_on_path=$(readlink -f "$java_on_path") && dirname "$(dirname "$java_on_path")"
}

# The newest JDK among the usual places that is new enough, if any. Globs are switched on for it: mvnw runs with set -f.
newest_jdk() {
    set +f
    best=
    best_feature=$((oldest_jdk - 1))
    for home in /usr/lib/jvm/* /opt/* /opt/java/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
        "${HOME:-/nonexistent}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        feature=$(jdk_feature "$home")
        if [ "${feature:-0}" -gt "$best_feature" ]; then
            best=$home
            best_feature=$feature
        fi
    done
    printf '%s\n' "$best"
}

find_jdk() {
    for home in "${JAVA_HOME:-}" "$(jdk_on_path)"; do
        feature=$(jdk_feature "$home")
        if [ "${feature:-0}" -ge "$oldest_jdk" ]; then
            printf '%s\n' "$home"
            return
        fi
    done
    newest_jdk
}

JAVA_HOME=$(find_jdk)
if [ -z "$JAVA_HOME" ]; then
    cat >&2 <<END
Countersign needs a JDK $oldest_jdk or newer, and there is none in JAVA_HOME, on the PATH or in /usr/lib/jvm.
Install one, for example
    Debian, Ubuntu:  apt install openjdk-$oldest_jdk-jdk-headless   (or temurin-$oldest_jdk-jdk from https://adoptium.net/installation/linux)
    Fedora, RHEL:    dnf install java-$oldest_jdk-openjdk-devel
    elsewhere:       https://adoptium.net, then set JAVA_HOME to its folder
END
    exit 3
fi
export JAVA_HOME
