// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How fast the local server is, as a client meets it: all checks on, token included. usage: node bench.mjs MILLRACE [--json] [--seconds N] [--long]
// --long adds a million calls and a thousand idle streams, and looks at memory before and after.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const [millrace, ...options] = process.argv.slice(2);
const json = options.includes('--json');
const long = options.includes('--long');
const seconds = options.includes('--seconds') ? options[options.indexOf('--seconds') + 1] : '5';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'millrace-mcp-bench-'));
for (const kind of ['STATE', 'CONFIG', 'CACHE', 'RUNTIME']) {
  const place = path.join(folder, kind.toLowerCase());
  fs.mkdirSync(place, { mode: 0o700 });
  process.env[`XDG_${kind}_${kind === 'RUNTIME' ? 'DIR' : 'HOME'}`] = place;
}
process.env.MILLRACE_KEYCHAIN = 'off';

function must(program, args) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0 && !args[0].endsWith('.mjs')) throw new Error(`${program} ${args.join(' ')}: ${done.stderr}`);
  if (done.status !== 0) console.error(done.stderr);
  return done.stdout;
}
const lines = text => text.trim().split('\n').filter(Boolean).map(line => JSON.parse(line));
const rss = pid => +/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1] / 1024;

const file = path.join(folder, 'bench.millrace');
must(millrace, ['init', '-w', file, '--example']);
must(millrace, ['work', '-w', file]);
const context = JSON.parse(must(millrace, ['list', '-w', file, '--json'])).contexts[0].id;
const tokenFile = path.join(folder, 'token');
const server = spawn(millrace, ['serve', '-w', file, '--port', '0', '--token-file', tokenFile], { stdio: ['ignore', 'pipe', 'inherit'] });
const url = await new Promise((resolve, reject) => {
  let text = '';
  server.stdout.on('data', data => {
    text += data;
    if (text.includes('\n')) resolve(text.split('\n')[0]);
  });
  server.on('exit', code => reject(new Error(`millrace serve ended with ${code}`)));
});
const token = fs.readFileSync(tokenFile, 'utf8').trim();
const results = [];
const goals = [];
function goal(name, value, wanted, ok) {
  goals.push({ name, value, wanted, ok });
}

const trivial = { tool: 'workspace_status', args: '{}' };
const reading = { tool: 'get_context', args: JSON.stringify({ id: context }) };
function http(what, era, more = []) {
  const args = [path.join(here, 'http-bench.mjs'), '--url', url, '--tool', what.tool, '--args', what.args, '--era', era, '--duration', seconds, '--pid', server.pid,
    '--header', `Authorization: Bearer ${token}`, '--json', ...more].map(String);
  return lines(must(process.execPath, args));
}
for (const era of ['legacy', 'modern']) {
  for (const what of [trivial, reading]) {
    for (const one of http(what, era)) {
      results.push({ transport: 'http', ...one });
      const least = (one.concurrency === 1 ? 7_000 : 25_000) / (what === trivial ? 1 : 2);
      goal(`${what.tool}, http, ${era}, ${one.concurrency} connections: calls/s`, one.calls_per_s, `>= ${least}`, one.calls_per_s >= least && !one.errors);
      if (what === trivial) goal(`${what.tool}, http, ${era}, ${one.concurrency} connections: p99 ms`, one.p99_ms, '< 5', one.p99_ms < 5);
    }
  }
}
goal('memory of the server, MiB', +rss(server.pid).toFixed(1), '< 60', rss(server.pid) < 60);

if (long) {
  const before = rss(server.pid);
  let calls = 0;
  while (calls < 1_000_000) calls += http(trivial, 'legacy', ['--concurrency', '64', '--duration', '15', '--warmup', '0.2'])[0].calls;
  const after = rss(server.pid);
  goal(`memory after ${calls} more calls, MiB more`, +(after - before).toFixed(1), '< 8', after - before < 8);
  const idle = await Promise.all(Array.from({ length: 1_000 }, () => new Promise((resolve, reject) => {
    const port = +new URL(url).port;
    const socket = net.connect(port, '127.0.0.1');
    const head = `Host: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`;
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'idle', version: '1' } } });
    let asked = false;
    socket.on('error', reject);
    socket.on('data', data => {
      const session = /mcp-session-id: *([^\r\n]+)/i.exec(data)?.[1];
      if (!asked && session) {
        asked = true;
        socket.write(`GET /mcp HTTP/1.1\r\n${head}Accept: text/event-stream\r\nMcp-Session-Id: ${session}\r\n\r\n`);
      } else if (asked) {
        resolve(socket);
      }
    });
    socket.write(`POST /mcp HTTP/1.1\r\n${head}Accept: */*\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  })));
  const streaming = rss(server.pid);
  goal('memory of 1,000 idle streams, KiB each', +((streaming - after) * 1024 / idle.length).toFixed(1), '<= 64', (streaming - after) * 1024 / idle.length <= 64);
  for (const one of http(trivial, 'legacy', ['--concurrency', '8'])) {
    results.push({ transport: 'http beside 1,000 idle streams', ...one });
    goal('beside 1,000 idle streams: calls/s', one.calls_per_s, '>= 20000', one.calls_per_s >= 20_000);
  }
  idle.forEach(socket => socket.destroy());
}
server.removeAllListeners('exit');
await new Promise(resolve => {
  server.on('exit', resolve);
  server.kill('SIGTERM');
});

for (const era of ['legacy', 'modern']) {
  const args = [path.join(here, 'stdio-bench.mjs'), '--tool', trivial.tool, '--args', '{}', '--era', era, '--inflight', '1,64', '--duration', seconds, '--json', '--',
    millrace, 'mcp', '-w', file];
  for (const one of lines(must(process.execPath, args))) {
    results.push({ transport: 'stdio', ...one, cmd: undefined });
    if (one.inflight === 64) goal(`${trivial.tool}, stdio, ${era}, 64 at once: calls/s`, one.calls_per_s, '>= 50000', one.calls_per_s >= 50_000 && !one.errors);
    if (one.start_ms !== undefined) {
      goal(`stdio, ${era}: first answer, ms`, one.start_ms, '< 60', one.start_ms < 60);
      goal(`stdio, ${era}: lines that are no messages`, one.stdout_junk_lines, '0', one.stdout_junk_lines === 0);
    }
  }
}
fs.rmSync(folder, { recursive: true, force: true });
if (json) {
  console.log(JSON.stringify({ results, goals }));
} else {
  for (const one of goals) console.log(`${one.ok ? 'ok    ' : 'MISSED'}  ${one.name}: ${one.value} (${one.wanted})`);
}
process.exit(goals.every(one => one.ok) ? 0 : 1);
