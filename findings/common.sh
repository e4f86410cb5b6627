# What the findings share. Sourced, not run: a temporary folder, pinned packages in it, and a responder that says what comes in.
set -eu

here=$(dirname "$(readlink -f "$0")")
work=$(mktemp -d)
running=
SECRET=finding-secret-12345

end() {
    for pid in $running; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap end EXIT

# Unpacks Debian packages, NAME=VERSION each, below $work/unpacked, without installing them.
packages() {
    mkdir -p "$work/unpacked" "$work/deb"
    (cd "$work/deb" && apt-get -q -o APT::Sandbox::User=root download "$@" >/dev/null)
    for deb in "$work"/deb/*.deb; do
        dpkg -x "$deb" "$work/unpacked"
    done
    LD_LIBRARY_PATH=$(echo "$work"/unpacked/usr/lib/*-linux-gnu "$work"/unpacked/lib/*-linux-gnu | tr ' ' ':')
    export LD_LIBRARY_PATH
}

# Gets libraries, GROUP:ARTIFACT:VERSION each, and what they need, from Maven's registry into $work/jars. With "alone" first, those alone.
libraries() {
    transitive=
    if [ "$1" = alone ]; then
        transitive=-DexcludeTransitive=true
        shift
    fi
    {
        echo '<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>'
        printf '%s\n' "$@" |
            sed 's|\(.*\):\(.*\):\(.*\)|<dependency><groupId>\1</groupId><artifactId>\2</artifactId><version>\3</version></dependency>|'
        echo '</dependencies></project>'
    } >"$work/pom.xml"
    mvn -q -B -f "$work/pom.xml" dependency:copy-dependencies $transitive -DoutputDirectory="$work/jars" >"$work/maven.log" 2>&1
}

# Runs something beside the script, until the script ends.
beside() {
    "$@" >>"$work/beside.log" 2>&1 &
    running="$running $!"
}

# A responder on a port of 127.0.0.1; a line of $work/PORT.packets for each packet. It answers what "answers" names: accounting, all, none.
responder() {
    : >"$work/$1.packets"
    beside python3 "$here/responder.py" "$1" "$SECRET" "$2" "$work/$1.packets"
    until_true test -e "$work/$1.packets.ready"
}

until_true() {
    for _ in $(seq 300); do
        if "$@"; then
            return
        fi
        sleep 0.1
    done
    echo "CHANGED: still waiting for: $*" >&2
    tail -20 "$work/beside.log" >&2 || true
    exit 1
}

# Whether at least N packets came to a port.
came() {
    [ "$(wc -l <"$work/$1.packets")" -ge "$2" ]
}

# So many different values there are of a word in the packets of a port, such as: different authenticator 1812
different() {
    sed "s/.*$1=\([^ ]*\).*/\1/" "$work/$2.packets" | sort -u | wc -l
}

# expect WHAT EXPECTED SEEN: fails if the finding does not hold any more.
expect() {
    if [ "$2" = "$3" ]; then
        echo "seen: $1: $3"
    else
        echo "CHANGED: $1: $2 expected, $3 seen" >&2
        exit 1
    fi
}
