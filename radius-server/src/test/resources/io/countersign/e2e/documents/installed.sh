# The package was installed, and its service runs.
cp -a /etc etc && mount --bind etc /etc && rm -rf /etc/countersign && mkdir /etc/countersign &&
countersign init --config /etc/countersign/countersign.yaml &&
{ countersign serve --config /etc/countersign/countersign.yaml >serve.log 2>&1 & } &&
until grep -q ^Ready serve.log; do sleep 0.2; done
