#!/bin/bash
# In the place of the official image's command of this name, which needs Kafka's tools: a broker that has started listens, and one that has not does not.
exec 3<>"/dev/tcp/${2%:*}/${2##*:}"
