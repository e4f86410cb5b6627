# A folder with settings and nothing else.
countersign init --config countersign.yaml
