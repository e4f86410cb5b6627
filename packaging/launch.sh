# What every launcher of Countersign has in common. Sourced, with these set: "home", the folder of lib/ and plugins/, and JAVA_HOME.
# shellcheck shell=sh

# The JVM reads arguments and names of files in the locale's characters, and an empty environment has none beyond ASCII: an umlaut would be
# lost before the program sees it. Whatever the locale, they are UTF-8.
export LC_ALL=C.UTF-8

# Whether a start-up cache, $1, is older than the newest change of a jar. Whoever changes the jars may forget it, and before 25.0.4 the JVM
# runs yesterday's classes of a cache with today's jars without a word (JDK-8377932). Changes are told by ctime, as package managers keep the
# mtimes of files, and builds that can be repeated give all jars the same.
# shellcheck disable=SC2154 # whoever sources this sets it
is_stale() {
    [ -n "$(find "$home/lib" -cnewer "$1" -print 2>/dev/null | head -n 1)" ]
}

# The option that says how large the heap may become: a quarter of the memory that this process may use, which is the machine's, or less where
# its control group or one above says so; at least 128 MiB, at most 2,048. Without a limit that fits, what nobody needs any more stays until a
# quarter of the machine is full: so it is where there is no awk, as the JVM then goes by itself.
heap_limit() {
    awk '
        function limited_by(file,    line) {
            if ((getline line < file) > 0 && line ~ /^[0-9]+$/ && line + 0 < memory) { memory = line + 0 }
            close(file)
        }
        function limited_up_from(top, group, name) {
            while (group ~ /^\/./) {
                limited_by(top group "/" name)
                sub(/\/[^\/]*$/, "", group)
            }
            limited_by(top "/" name)
        }
        BEGIN {
            memory = 8 * 1024 ^ 3
            groups = "/sys/fs/cgroup"
            while ((getline < "/proc/meminfo") > 0) {
                if ($1 == "MemTotal:" && $2 * 1024 < memory) { memory = $2 * 1024 }
            }
            limited_by(groups "/memory.max")
            limited_by(groups "/memory/memory.limit_in_bytes")
            while ((getline < "/proc/self/cgroup") > 0) {
                split($0, group, ":")
                if (group[1] == "0") { limited_up_from(groups, group[3], "memory.max") }
                if (group[2] == "memory") { limited_up_from(groups "/memory", group[3], "memory.limit_in_bytes") }
            }
            quarter = int(memory / 4 / 1024 ^ 2)
            print "-Xmx" (quarter < 128 ? 128 : quarter) "m"
        }' 2>/dev/null || true
}

# The options of a server. A heap that begins small: an idle server touches no more than it needs, a busy one grows with what is pending. What
# a login leaves behind dies at once, so that a larger young part than this would cost memory and gain nothing; docs/adr/0010 tells why this
# collector.
server_options() {
    echo "-XX:+UseParallelGC -Xms16m $(heap_limit) -XX:MaxNewSize=64m -XX:+ExitOnOutOfMemoryError"
}

# The options of a command that is done in a moment: what the second compiler and a second thread of the collector would gain comes too late.
command_options() {
    echo "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
}

# Prints the options of the JVM for these arguments of the program. Where a word that is no command is one of these, it costs little.
options_for() {
    for word do
        case $word in
            serve | demo)
                server_options
                return
                ;;
        esac
    done
    command_options
}
