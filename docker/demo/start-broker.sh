#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Starts Apache Kafka for the demo across containers: one node, its own controller, TLS, logins with
# SCRAM, and rights for nobody that was not given them. $1: folder with server.properties, certificates
# and passwords; $2: a folder to keep the data in; $3: folder with the jars of Kafka.
set -eu
material=$1
data=$2
jars=$3

run() { exec java -Xmx512m -cp "$jars/*" "$@"; }

if [ ! -f "$data/meta.properties" ]; then
  set --
  for file in "$material"/passwords/*; do
    set -- "$@" --add-scram "SCRAM-SHA-512=[name=$(basename "$file"),iterations=4096,password=$(cat "$file")]"
  done
  id=$(java -cp "$jars/*" kafka.tools.StorageTool random-uuid)
  java -Xmx256m -cp "$jars/*" kafka.tools.StorageTool format -t "$id" -c "$material/server.properties" "$@"
fi
run kafka.Kafka "$material/server.properties"
