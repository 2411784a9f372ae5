// A real nginx on loopback. One configuration serves every site: the name of a site ends in the port of its upstream
// (`shop-20123.example.com`), so that sites come and go without a reload. What nginx answers by itself (502 for a dead
// upstream, 504 for a silent one, 503 for a site that is closed) is nginx's own page.
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { program, start, stop } from '../lib/children.mjs';
import { freePort } from '../lib/ports.mjs';
import { until } from '../lib/until.mjs';
import { maintenancePage } from './pages.mjs';
import { kindOf } from './traffic.mjs';

/** How long it waits for an upstream before it answers 504. */
export const patience = 1_000;

/**
 * @typedef {object} Nginx
 * @property {number} port
 * @property {string} closed folder: a site whose name is a file there answers nginx's bare 503
 * @property {string} maintenance folder: a site whose name is a file there answers a maintenance page with 503
 * @property {() => Promise<void>} refresh takes what was logged since the last time into the traffic
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string} folder an empty folder of ours
 * @param {import('./traffic.mjs').Traffic} traffic
 * @param {Record<string, number>} upstreams sites whose name does not tell their port
 * @returns {Promise<Nginx>}
 */
export async function startNginx(folder, traffic, upstreams) {
  const path = program('nginx', 'nginx-light');
  const port = await freePort();
  const [closed, maintenance, log] = ['closed', 'maintenance', 'access.log'].map((name) => join(folder, name));
  if (!closed || !maintenance || !log) throw new Error('unreachable');
  await mkdir(closed, { recursive: true });
  await mkdir(maintenance, { recursive: true });
  await writeFile(join(folder, 'maintenance.html'), maintenancePage);
  await writeFile(join(folder, 'nginx.conf'), configuration(folder, port, upstreams));

  const child = start(path, ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')]);
  let complaint = '';
  child.stderr.on('data', (data) => (complaint += data));
  await until('nginx to answer', () => answers(port, child, () => complaint), { within: 5_000, every: 50 });
  return {
    port,
    closed,
    maintenance,
    refresh: reader(log, traffic),
    stop: () => stop(child),
  };
}

/**
 * @param {number} port
 * @param {import('../lib/children.mjs').Child} child
 * @param {() => string} complaint
 */
async function answers(port, child, complaint) {
  if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}: ${complaint()}`);
  return (await fetch(`http://127.0.0.1:${port}/`)).status > 0;
}

/**
 * @param {string} folder
 * @param {number} port
 * @param {Record<string, number>} upstreams
 */
function configuration(folder, port, upstreams) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/temp_${name};`);
  const named = Object.entries(upstreams).map(([name, upstream]) => `${name} ${upstream};`);
  return `
daemon off;
master_process off; # one process, so that nothing is left when it is killed
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 512; }
http {
  ${temporary.join('\n  ')}
  log_format traffic escape=json '{"ended":$msec,"took":$request_time,"host":"$host","method":"$request_method",'
    '"path":"$request_uri","status":$status,"accept":"$http_accept","cookies":"$http_cookie"}';
  access_log ${folder}/access.log traffic;
  proxy_connect_timeout ${patience}ms;
  proxy_read_timeout ${patience}ms;
  proxy_next_upstream off;
  map $host $upstream {
    default 0;
    "~-(?<digits>[0-9]+)\\.example\\.com$" $digits;
    ${named.join('\n    ')}
  }
  server {
    listen 127.0.0.1:${port} default_server;
    if ($upstream = 0) { return 404; }
    if (-f ${folder}/closed/$host) { return 503; }
    location / {
      error_page 503 /-/maintenance.html;
      if (-f ${folder}/maintenance/$host) { return 503; }
      proxy_pass http://127.0.0.1:$upstream;
      proxy_set_header Host $http_host;
    }
    location = /-/maintenance.html { internal; alias ${folder}/maintenance.html; add_header Retry-After 120 always; }
  }
}
`;
}

/**
 * Reads what was added to a log since the last call. nginx writes a line when a request ends.
 * @param {string} log
 * @param {import('./traffic.mjs').Traffic} traffic
 */
function reader(log, traffic) {
  let offset = 0;
  let rest = '';
  return async () => {
    const file = await open(log, 'r');
    try {
      const { size } = await file.stat();
      const added = Buffer.alloc(size - offset);
      await file.read(added, 0, added.length, offset);
      offset = size;
      const lines = (rest + added.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) traffic.add(exchange(line));
    } finally {
      await file.close();
    }
  };
}

/**
 * @param {string} line
 * @returns {import('./traffic.mjs').Exchange}
 */
function exchange(line) {
  const { ended, took, host, method, path, status, accept, cookies } = JSON.parse(line);
  return {
    at: Math.round((ended - took) * 1000),
    host,
    method,
    path,
    // 499: nginx's own number for a browser that went away before the answer.
    status: status === 499 ? 0 : status,
    kind: kindOf(accept),
    cookies: cookies !== '',
  };
}
