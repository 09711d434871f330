// Sends the requests of the npm package NeteaseCloudMusicApi to the upstream
// of the benchmark instead of the service:
//   cd node_modules/NeteaseCloudMusicApi
//   NCMTUI_UPSTREAM=http://127.0.0.1:9401 PORT=3402 node -r .../redirect.js app.js
// It also keeps the package from asking its registry for newer versions.
const path = require('path')
const upstream = process.env.NCMTUI_UPSTREAM
const config = require(path.join(process.cwd(), 'util/config.json')).APP_CONF
config.domain = config.apiDomain = upstream
const child = require('child_process')
child.exec = (_command, done) => done(new Error('not asked'), '')
