#!/usr/bin/env node
// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// MCP Streamable HTTP load client. No dependencies; raw sockets so that the client is not the bottleneck.
// usage: node http-bench.mjs --url http://127.0.0.1:PORT/mcp --tool echo --args '{"message":"hi"}'
//   [--era legacy|modern] [--op tools/call|tools/list|ping|session] [--concurrency 1,8,64] [--sessions N (default = concurrency)]
//   [--duration 5] [--warmup 1] [--header 'Authorization: Bearer x']... [--pid SERVER_PID] [--expect TEXT] [--json]
// One request outstanding per connection, keep-alive, `concurrency` connections, connection i uses session i % sessions.
import net from 'node:net';
import fs from 'node:fs';

const opt = { era: 'legacy', op: 'tools/call', tool: 'echo', args: '{"message":"hello"}', concurrency: '1,8,64', duration: '5', warmup: '1', header: [], version: null };
for (let i = 2; i < process.argv.length; i++) {
  const k = process.argv[i].replace(/^--/, '');
  if (k === 'json') opt.json = true;
  else if (k === 'header') opt.header.push(process.argv[++i]);
  else opt[k] = process.argv[++i];
}
if (!opt.url) { console.error('--url is required'); process.exit(2); }
const U = new URL(opt.url);
const host = U.hostname, port = +(U.port || 80), path = U.pathname + U.search;
const LEGACY_V = opt.version || '2025-11-25', MODERN_V = opt.version || '2026-07-28';
const args = JSON.parse(opt.args);
const extra = opt.header.map(h => h + '\r\n').join('');

class Conn {
  constructor() { this.buf = Buffer.alloc(0); this.want = null; this.reconnects = 0; }
  connect() {
    return new Promise((res, rej) => {
      const s = net.connect(port, host, () => res());
      s.setNoDelay(true);
      s.on('data', d => this.onData(d));
      s.on('error', e => { if (this.want) { const w = this.want; this.want = null; w.rej(e); } else rej(e); });
      s.on('close', () => { this.dead = true; if (this.want) { const w = this.want; this.want = null; w.rej(new Error('closed')); } });
      this.s = s; this.dead = false;
    });
  }
  send(bytes) {
    return new Promise((res, rej) => {
      this.want = { res, rej }; this.head = null; this.buf = Buffer.alloc(0); this.bodyParts = []; this.s.write(bytes);
    });
  }
  onData(d) {
    if (!this.want) return;
    this.buf = this.buf.length ? Buffer.concat([this.buf, d]) : d;
    for (;;) {
      if (!this.head) {
        const e = this.buf.indexOf('\r\n\r\n');
        if (e < 0) return;
        const h = this.buf.toString('latin1', 0, e);
        this.buf = this.buf.subarray(e + 4);
        const status = +h.slice(9, 12);
        const hl = h.toLowerCase();
        const m = /\r\ncontent-length: *(\d+)/.exec(hl);
        this.head = { status, raw: h, len: m ? +m[1] : null, chunked: hl.includes('transfer-encoding: chunked'), close: /\r\nconnection: *close/.test(hl) };
        if (status === 202 || status === 204) { if (this.head.len === null && !this.head.chunked) this.head.len = 0; }
      }
      if (this.head.len !== null) {
        if (this.buf.length < this.head.len) return;
        return this.done(this.buf.subarray(0, this.head.len));
      }
      if (this.head.chunked) {
        const nl = this.buf.indexOf('\r\n'); if (nl < 0) return;
        const n = parseInt(this.buf.toString('latin1', 0, nl), 16);
        if (this.buf.length < nl + 2 + n + 2) return;
        if (n === 0) return this.done(Buffer.concat(this.bodyParts));
        this.bodyParts.push(Buffer.from(this.buf.subarray(nl + 2, nl + 2 + n)));
        this.buf = this.buf.subarray(nl + 2 + n + 2);
        continue;
      }
      this.head.close = true; return this.done(this.buf); // until close: take what is there
    }
  }
  done(body) { const w = this.want; this.want = null; w.res({ status: this.head.status, raw: this.head.raw, body: body.toString('utf8'), close: this.head.close }); }
}
const http = (method, headers, body) => Buffer.from(
  `${method} ${path} HTTP/1.1\r\nHost: ${U.host}\r\nAccept: application/json, text/event-stream\r\n${extra}${headers}` +
  (body === null ? '\r\n' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`));
let nextId = 1;
async function rt(c, bytes) {
  if (c.dead) { c.reconnects++; await c.connect(); }
  const r = await c.send(bytes);
  if (r.close) c.dead = true;
  return r;
}
async function openSession(c) {
  const b = JSON.stringify({ jsonrpc: '2.0', id: nextId++, method: 'initialize', params: { protocolVersion: LEGACY_V, capabilities: {}, clientInfo: { name: 'mcp-bench', version: '1' } } });
  const r = await rt(c, http('POST', '', b));
  if (r.status !== 200) throw new Error(`initialize: HTTP ${r.status} ${r.body.slice(0, 200)}`);
  const m = /\r\nmcp-session-id: *([^\r\n]+)/i.exec(r.raw);
  const pv = /"protocolVersion":"([^"]+)"/.exec(r.body)?.[1] || LEGACY_V;
  const sh = (m ? `Mcp-Session-Id: ${m[1]}\r\n` : '') + `MCP-Protocol-Version: ${pv}\r\n`;
  const n = await rt(c, http('POST', sh, JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })));
  if (n.status >= 300) throw new Error(`initialized: HTTP ${n.status}`);
  return { sh, id: m?.[1], pv };
}
const META = { 'io.modelcontextprotocol/protocolVersion': MODERN_V, 'io.modelcontextprotocol/clientInfo': { name: 'mcp-bench', version: '1' }, 'io.modelcontextprotocol/clientCapabilities': {} };
function request(session) {
  const id = nextId++;
  const params = opt.op === 'tools/call' ? { name: opt.tool, arguments: args } : {};
  if (opt.era === 'modern') {
    params._meta = META;
    return http('POST', `MCP-Protocol-Version: ${MODERN_V}\r\nMcp-Method: ${opt.op}\r\n` + (opt.op === 'tools/call' ? `Mcp-Name: ${opt.tool}\r\n` : ''),
      JSON.stringify({ jsonrpc: '2.0', id, method: opt.op, params }));
  }
  return http('POST', session.sh, JSON.stringify({ jsonrpc: '2.0', id, method: opt.op, params }));
}
function proc(pid) {
  try {
    const st = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    const rss = +/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1];
    return { cpu: (+st[11] + +st[12]) * 10, rss };           // ms (USER_HZ=100), KiB
  } catch { return null; }
}
const q = (a, p) => a.length ? a[Math.min(a.length - 1, Math.floor(p * a.length))] : NaN;
const results = [];
for (const C of opt.concurrency.split(',').map(Number)) {
  const S = opt.sessions ? +opt.sessions : C;
  const conns = await Promise.all(Array.from({ length: C }, async () => { const c = new Conn(); await c.connect(); return c; }));
  const sessions = [];
  if (opt.era !== 'modern' && opt.op !== 'session') for (let i = 0; i < S; i++) sessions.push(await openSession(conns[i % C]));
  let rec = false, lat = [], errs = 0, errText = '', stop = false, last = '';
  const worker = async (c, i) => {
    const ses = sessions[i % S];
    while (!stop) {
      const t0 = process.hrtime.bigint();
      try {
        if (opt.op === 'session') {
          const s = await openSession(c);
          if (s.id) await rt(c, http('DELETE', s.sh, null));
        } else {
          const r = await rt(c, request(ses));
          if (r.status !== 200 || !r.body.includes('"result"') || r.body.includes('"isError":true') || (opt.expect && !r.body.includes(opt.expect))) { if (rec) errs++; errText ||= `HTTP ${r.status} ${r.body.slice(0, 200)}`; await new Promise(x => setTimeout(x, 5)); continue; }
          last = r;
        }
      } catch (e) { if (stop) return; if (rec) errs++; errText ||= String(e); c.dead = true; await new Promise(x => setTimeout(x, 5)); continue; }
      if (rec) lat.push(Number(process.hrtime.bigint() - t0) / 1e6);
    }
  };
  const ws = conns.map(worker);
  await new Promise(r => setTimeout(r, +opt.warmup * 1000));
  const p0 = opt.pid && proc(opt.pid), c0 = process.cpuUsage();
  rec = true; const t0 = process.hrtime.bigint();
  await new Promise(r => setTimeout(r, +opt.duration * 1000));
  rec = false; const el = Number(process.hrtime.bigint() - t0) / 1e9;
  const p1 = opt.pid && proc(opt.pid), c1 = process.cpuUsage(c0);
  stop = true;
  await Promise.race([Promise.allSettled(ws), new Promise(r => setTimeout(r, 2000))]);
  for (const s of sessions) if (s.id) { try { await Promise.race([rt(conns[0], http('DELETE', s.sh, null)), new Promise(r => setTimeout(r, 500))]); } catch {} }
  conns.forEach(c => c.s.destroy());
  lat.sort((a, b) => a - b);
  const r = {
    url: opt.url, era: opt.era, op: opt.op, tool: opt.op === 'tools/call' ? opt.tool : undefined, concurrency: C, sessions: S,
    calls: lat.length, errors: errs, calls_per_s: +(lat.length / el).toFixed(0), p50_ms: +q(lat, .5).toFixed(3), p99_ms: +q(lat, .99).toFixed(3), max_ms: +(lat.at(-1) ?? NaN).toFixed(2),
    client_cpu_pct: +((c1.user + c1.system) / 1e4 / el).toFixed(0), reply: last ? (/content-type: *([^\r\n;]+)/i.exec(last.raw)?.[1]) : undefined,
    reconnects: conns.reduce((a, c) => a + c.reconnects, 0) || undefined,
  };
  if (p0 && p1) { r.server_cpu_pct = +((p1.cpu - p0.cpu) / 10 / el).toFixed(0); r.server_cpu_us_per_call = +((p1.cpu - p0.cpu) * 1000 / Math.max(1, lat.length)).toFixed(1); r.server_rss_mib = +(p1.rss / 1024).toFixed(1); }
  if (errText) r.first_error = errText;
  results.push(r);
  console.log(opt.json ? JSON.stringify(r) : `c=${String(C).padEnd(3)} ${String(r.calls_per_s).padStart(7)} calls/s  p50 ${r.p50_ms} ms  p99 ${r.p99_ms} ms  max ${r.max_ms} ms  errors ${errs}  reply=${r.reply}  client ${r.client_cpu_pct}%` + (p0 ? `  server ${r.server_cpu_pct}% ${r.server_cpu_us_per_call} us/call rss ${r.server_rss_mib} MiB` : '') + (errText ? `  [${errText}]` : ''));
}
process.exit(results.some(r => r.errors || !r.calls) ? 1 : 0);
