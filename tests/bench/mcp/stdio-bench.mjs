#!/usr/bin/env node
// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// MCP stdio load client with pipelining (window of `inflight` requests).
// usage: node stdio-bench.mjs --tool echo --args '{"message":"hi"}' [--era legacy|modern] [--inflight 1,8,64] [--duration 5] [--warmup 1] [--json] -- COMMAND ARG...
import { spawn } from 'node:child_process';
import fs from 'node:fs';
const opt = { era: 'legacy', op: 'tools/call', tool: 'echo', args: '{"message":"hello"}', inflight: '1,8,64', duration: '5', warmup: '1' };
let i = 2; for (; i < process.argv.length; i++) {
  if (process.argv[i] === '--') { i++; break; }
  const k = process.argv[i].replace(/^--/, ''); if (k === 'json') opt.json = true; else opt[k] = process.argv[++i];
}
const cmd = process.argv.slice(i); if (!cmd.length) { console.error('-- COMMAND is required'); process.exit(2); }
const args = JSON.parse(opt.args), V = '2026-07-28';
const META = { 'io.modelcontextprotocol/protocolVersion': V, 'io.modelcontextprotocol/clientInfo': { name: 'mcp-bench', version: '1' }, 'io.modelcontextprotocol/clientCapabilities': {} };
const q = (a, p) => a.length ? a[Math.min(a.length - 1, Math.floor(p * a.length))] : NaN;
const now = () => Number(process.hrtime.bigint()) / 1e6;
const tSpawn = now();
const ch = spawn(cmd[0], cmd.slice(1), { stdio: ['pipe', 'pipe', 'pipe'] });
let errBytes = 0, errHead = ''; ch.stderr.on('data', d => { errBytes += d.length; if (errHead.length < 200) errHead += d; });
const pend = new Map(); let acc = '', id = 1, junk = 0, stray = 0;
ch.stdout.setEncoding('utf8');
ch.stdout.on('data', d => {
  acc += d; let from = 0, nl;
  while ((nl = acc.indexOf('\n', from)) >= 0) {
    const line = acc.slice(from, nl); from = nl + 1; if (!line.trim()) continue;
    let m; try { m = JSON.parse(line); } catch { junk++; continue; }
    if (m.id !== undefined && (m.result !== undefined || m.error)) { const f = pend.get(m.id); pend.delete(m.id); f?.(m); }
    else { stray++; if (m.id !== undefined && m.method) ch.stdin.write(JSON.stringify({ jsonrpc: '2.0', id: m.id, result: m.method === 'roots/list' ? { roots: [] } : {} }) + '\n'); }
  }
  acc = acc.slice(from);
});
const req = (method, params) => new Promise(res => { const n = id++; pend.set(n, res); ch.stdin.write(JSON.stringify({ jsonrpc: '2.0', id: n, method, params }) + '\n'); });
let startMs;
if (opt.era === 'modern') { const r = await req('server/discover', { _meta: META }); if (r.error) { console.error(JSON.stringify(r)); process.exit(1); } startMs = now() - tSpawn; }
else { const r = await req('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'mcp-bench', version: '1' } }); if (r.error) { console.error(JSON.stringify(r)); process.exit(1); } startMs = now() - tSpawn; ch.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n'); }
function proc() { try { const st = fs.readFileSync(`/proc/${ch.pid}/stat`, 'utf8').split(') ')[1].split(' '); return { cpu: (+st[11] + +st[12]) * 10, rss: +/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${ch.pid}/status`, 'utf8'))[1] }; } catch { return null; } }
let bad = 0;
for (const W of opt.inflight.split(',').map(Number)) {
  let stop = false, rec = false, lat = [], errs = 0, et = '';
  const params = () => { const p = opt.op === 'tools/call' ? { name: opt.tool, arguments: args } : {}; if (opt.era === 'modern') p._meta = META; return p; };
  const one = async () => { while (!stop) { const t = now(); const r = await req(opt.op, params()); if (r.error || r.result?.isError) { errs++; et ||= JSON.stringify(r).slice(0, 200); } else if (rec) lat.push(now() - t); } };
  const ws = Array.from({ length: W }, one);
  await new Promise(r => setTimeout(r, +opt.warmup * 1000));
  const p0 = proc(), c0 = process.cpuUsage(); rec = true; const t0 = now();
  await new Promise(r => setTimeout(r, +opt.duration * 1000));
  rec = false; const el = (now() - t0) / 1000; const p1 = proc(), c1 = process.cpuUsage(c0); stop = true; await Promise.all(ws);
  lat.sort((a, b) => a - b); bad += errs;
  const r = { cmd: cmd.join(' '), era: opt.era, op: opt.op, inflight: W, calls: lat.length, errors: errs, calls_per_s: +(lat.length / el).toFixed(0), p50_ms: +q(lat, .5).toFixed(3), p99_ms: +q(lat, .99).toFixed(3), max_ms: +(lat.at(-1) ?? NaN).toFixed(2), client_cpu_pct: +((c1.user + c1.system) / 1e4 / el).toFixed(0), server_cpu_us_per_call: p0 && p1 ? +((p1.cpu - p0.cpu) * 1000 / Math.max(1, lat.length)).toFixed(1) : undefined, server_rss_mib: p1 ? +(p1.rss / 1024).toFixed(1) : undefined };
  console.log(opt.json ? JSON.stringify(r) : `w=${String(W).padEnd(3)} ${String(r.calls_per_s).padStart(7)} calls/s  p50 ${r.p50_ms} ms  p99 ${r.p99_ms} ms  max ${r.max_ms} ms  errors ${errs}  client ${r.client_cpu_pct}%  server ${r.server_cpu_us_per_call} us/call rss ${r.server_rss_mib} MiB${et ? '  [' + et + ']' : ''}`);
}
const tEnd = now(); ch.stdin.end();
const ended = await Promise.race([new Promise(r => ch.on('exit', () => r(now() - tEnd))), new Promise(r => setTimeout(() => r(null), 5000))]);
if (ended === null) ch.kill('SIGTERM');
console.log(opt.json ? JSON.stringify({ start_ms: +startMs.toFixed(1), exit_after_stdin_eof_ms: ended === null ? 'did not exit in 5 s' : +ended.toFixed(1), stderr_bytes: errBytes, stdout_junk_lines: junk, unsolicited_messages: stray })
  : `start (spawn to first reply) ${startMs.toFixed(0)} ms; exit after stdin EOF ${ended === null ? 'NOT within 5 s' : ended.toFixed(0) + ' ms'}; stderr ${errBytes} B; junk lines on stdout ${junk}; unsolicited messages ${stray}`);
process.exit(bad ? 1 : 0);
