import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * @typedef {object} SwiftSettings
 * @property {string} dir
 * @property {{ object: number, container: number, account: number, proxy: number }} ports
 * @property {string} region
 * @property {string} secretAccessKey
 */

/** The account `test` and its user `tester`, as the S3 API of Swift names them. */
export const SWIFT_ACCESS_KEY_ID = 'test:tester';

/** The interpreter for which Debian installs Swift; another `python3` may come first in the PATH. */
export const SYSTEM_PYTHON = '/usr/bin/python3';

/**
 * Runs one server: the programs that Swift brings look for swift.conf in /etc/swift alone. tempauth wants a cache; this one
 * forgets at once, which spares a memcached.
 */
export const RUN_SERVER_PY = `
import sys
class NoCache:
    def __getattr__(self, name):
        return lambda *args, **kwargs: None
def cache_factory(global_conf, **local_conf):
    def with_cache(app):
        def call(env, start_response):
            env['swift.cache'] = NoCache()
            return app(env, start_response)
        return call
    return with_cache
from swift.common import utils
conf_dir, kind = sys.argv[1:]
utils.SWIFT_CONF_FILE = conf_dir + '/swift.conf'
from swift.common.wsgi import run_wsgi
options = {}
if kind == 'object':
    from swift.obj import server
    options['global_conf_callback'] = server.global_conf_callback
sys.exit(run_wsgi('%s/%s-server.conf' % (conf_dir, kind), kind + '-server', **options))
`;

/** One device, one replica, four partitions. Arguments: the folder, then pairs of a kind and its port. */
const BUILD_RINGS_PY = `
import sys
from swift.common import utils
folder = sys.argv[1]
utils.SWIFT_CONF_FILE = folder + '/swift.conf'
from swift.common.ring import RingBuilder
for kind, port in zip(sys.argv[2::2], sys.argv[3::2]):
    builder = RingBuilder(2, 1, 1)
    builder.add_dev(dict(id=0, region=1, zone=1, weight=1, ip='127.0.0.1', port=int(port), device='d1',
                         replication_ip='127.0.0.1', replication_port=int(port), meta=''))
    builder.rebalance()
    builder.get_ring().save('%s/%s.ring.gz' % (folder, kind))
`;

/** S3 allows 10,000 parts; Swift is told so in three places. A large object is listed in a manifest of up to 16 MiB. */
const S3_MAX_PARTS = 10_000;
const MANIFEST_MAX_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Time-outs are wide because a busy test machine is slow, and nothing would bring a late container update in again.
 * @param {SwiftSettings} settings
 * @param {number} port
 */
const defaults = ({ dir }, port) => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${os.userInfo().username}
swift_dir = ${dir}/etc
devices = ${dir}/srv
mount_check = false
fallocate_reserve = 0
container_update_timeout = 30
conn_timeout = 10
node_timeout = 60
log_level = ERROR
`;

/**
 * @param {SwiftSettings} settings
 * @param {'object' | 'container' | 'account'} kind
 */
const storageConf = (settings, kind) => `${defaults(settings, settings.ports[kind])}
[pipeline:main]
pipeline = ${kind}-server
[app:${kind}-server]
use = egg:swift#${kind}
disk_chunk_size = ${CHUNK_BYTES}
network_chunk_size = ${CHUNK_BYTES}
conn_timeout = 10
node_timeout = 60
container_update_timeout = 30
`;

/** @param {SwiftSettings} settings */
const proxyConf = (settings) => `${defaults(settings, settings.ports.proxy)}
[pipeline:main]
pipeline = catch_errors cache s3api tempauth bulk slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
object_chunk_size = ${CHUNK_BYTES}
client_chunk_size = ${CHUNK_BYTES}
conn_timeout = 10
node_timeout = 60
error_suppression_limit = 1000000
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
paste.filter_factory = __main__:cache_factory
[filter:s3api]
use = egg:swift#s3api
location = ${settings.region}
s3_acl = false
max_upload_part_num = ${S3_MAX_PARTS}
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = ${settings.secretAccessKey} .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
max_manifest_segments = ${S3_MAX_PARTS}
max_manifest_size = ${MANIFEST_MAX_BYTES}
[filter:dlo]
use = egg:swift#dlo
`;

const SWIFT_CONF = `[swift-hash]
swift_hash_path_suffix = kinora
swift_hash_path_prefix = kinora
[storage-policy:0]
name = p0
default = yes
[swift-constraints]
max_header_size = 16384
`;

/**
 * Writes the settings and rings of a Swift with one device. The data is not touched.
 * @param {SwiftSettings} settings
 */
export function writeSwiftFiles(settings) {
  if (!existsSync(SYSTEM_PYTHON)) throw new Error(`${SYSTEM_PYTHON} is not installed`);
  const { dir, ports } = settings;
  const etc = path.join(dir, 'etc');
  mkdirSync(etc, { recursive: true, mode: 0o700 });
  mkdirSync(path.join(dir, 'srv/d1'), { recursive: true });
  /** @param {string} name @param {string} text */
  const write = (name, text) => writeFileSync(path.join(etc, name), text, { mode: 0o600 });
  write('swift.conf', SWIFT_CONF);
  for (const kind of /** @type {const} */ (['object', 'container', 'account'])) {
    write(`${kind}-server.conf`, storageConf(settings, kind));
  }
  write('proxy-server.conf', proxyConf(settings));
  const rings = ['object', 'container', 'account'].flatMap((kind) => [
    kind,
    String(ports[/** @type {'object'} */ (kind)]),
  ]);
  execFileSync(SYSTEM_PYTHON, ['-c', BUILD_RINGS_PY, etc, ...rings], { stdio: ['ignore', 'ignore', 'pipe'] });
}
