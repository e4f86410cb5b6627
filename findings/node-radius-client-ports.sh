#!/bin/sh
# npm node-radius-client 1.0.0: each attempt comes from a new port, and the old one is closed, so that a slow answer is never seen.
#
# An attempt has 2.5 s. The octets stay the same. What a server answers after 3 s goes to a port that is gone.
. "$(dirname "$(readlink -f "$0")")/common.sh"

(cd "$work" && npm install --silent --no-audit --no-fund --ignore-scripts node-radius-client@1.0.0 node-radius-utils@1.2.0 >/dev/null)
responder 31880 none
cat >"$work/client.js" <<'END'
const Client = require('node-radius-client');
const { dictionaries: { rfc2865: { attributes } } } = require('node-radius-utils');
new Client({ host: '127.0.0.1', hostPort: 31880, dictionaries: [] }).accessRequest({
  secret: process.argv[2],
  attributes: [[attributes.USER_NAME, 'alice'], [attributes.USER_PASSWORD, 'password']],
}).then(() => console.log('answered'), failure => console.log('failed: ' + failure.message));
END
(cd "$work" && node client.js "$SECRET")
cat "$work/31880.packets"
expect "packets" 4 "$(wc -l <"$work/31880.packets")"
expect "different authenticators" 1 "$(different authenticator 31880)"
expect "different ports" 4 "$(different from 31880)"
