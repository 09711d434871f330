#!/bin/sh
# Compares `ncmtui serve` with the npm package, both before the same upstream.
#   compare.sh BENCH NCMTUI PACKAGE [SECONDS]
# BENCH and NCMTUI are binaries (NCMTUI built with -tags testhooks), PACKAGE is
# a folder of NeteaseCloudMusicApi that is already there. Needs Linux's /proc.
set -eu
bench=$1 ncmtui=$2 package=$3 seconds=${4:-5}
here=$(cd "$(dirname "$0")" && pwd)
export NCMTUI_UPSTREAM=http://127.0.0.1:9401
"$bench" -upstream 127.0.0.1:9401 & up=$!
(cd "$package" && HOST=127.0.0.1 PORT=3402 exec node -r "$here/redirect.js" app.js >/dev/null 2>&1) & node=$!
"$ncmtui" serve --port 3401 >/dev/null 2>&1 & go=$!
trap 'kill $up $node $go' EXIT
sleep 3
ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
one() { # name, process, what, address
	before=$(ticks "$2")
	out=$("$bench" -target "$4" -time "${seconds}s")
	after=$(ticks "$2")
	echo "$1 $3: $out; $(echo "$out $before $after" | awk '{print ($NF - $(NF-1)) * 10 / $9}') ms of CPU a request"
}
for path in "song/detail?ids=186016" "song/url/v1?id=186016&level=exhigh"; do
	for server in "node 3402 $node" "ncmtui 3401 $go"; do
		set -- $server
		one "$1" "$3" "/$path, cache off" "http://127.0.0.1:$2/$path&timestamp=%"
		one "$1" "$3" "/$path, cache on" "http://127.0.0.1:$2/$path"
		echo "$1 $(grep VmHWM "/proc/$3/status")"
	done
done
