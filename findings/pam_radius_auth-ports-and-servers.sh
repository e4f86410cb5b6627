#!/bin/sh
# libpam-radius-auth 2.0.0: accounting goes to the authentication port + 1, and a second server is asked with a new request.
#
# Where the configuration names a port, sessions are told of at that port + 1, and nothing says so. Once the first server has not
# answered, the second gets another Identifier and authenticator: for a second factor that is a second prompt.
. "$(dirname "$(readlink -f "$0")")/common.sh"

packages libpam-radius-auth=2.0.0-1 pamtester=0.1.2-4 libpam-wrapper=1.1.4-1+b2
module=$(echo "$work"/unpacked/lib/*-linux-gnu/security/pam_radius_auth.so)
mkdir "$work/pam.d"
pam() {
    PAM_WRAPPER=1 PAM_WRAPPER_SERVICE_DIR=$work/pam.d LD_PRELOAD=libpam_wrapper.so "$work/unpacked/usr/bin/pamtester" finding root "$@" \
        >>"$work/beside.log" 2>&1 </dev/null || true
}

responder 31840 all
responder 31841 all
printf '127.0.0.1:31840 %s 3\n' "$SECRET" >"$work/one.conf"
printf 'session required %s conf=%s\n' "$module" "$work/one.conf" >"$work/pam.d/finding"
pam open_session
cat "$work/31841.packets"
expect "packets at the authentication port" 0 "$(wc -l <"$work/31840.packets")"
expect "Accounting-Requests at the next port" 1 "$(grep -c code=4 "$work/31841.packets")"

responder 31850 none
responder 31860 none
printf '127.0.0.1:31850 %s 1\n127.0.0.1:31860 %s 1\n' "$SECRET" "$SECRET" >"$work/two.conf"
printf 'auth required %s conf=%s\n' "$module" "$work/two.conf" >"$work/pam.d/finding"
echo password | PAM_WRAPPER=1 PAM_WRAPPER_SERVICE_DIR=$work/pam.d LD_PRELOAD=libpam_wrapper.so \
    "$work/unpacked/usr/bin/pamtester" finding root authenticate >>"$work/beside.log" 2>&1 || true
cat "$work/31850.packets" "$work/31860.packets" >"$work/both.packets"
cat "$work/both.packets"
expect "requests to two servers" 2 "$(wc -l <"$work/both.packets")"
expect "different authenticators" 2 "$(different authenticator both)"
