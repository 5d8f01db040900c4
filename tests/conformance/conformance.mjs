// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What others say of the server: the official conformance suite (both eras and tasks), the official inspector, and the official SDK's clients at work in
// a real workspace. usage: node conformance.mjs MILLRACE [PART...], where a part is suite, tasks, inspector or clients; all without one.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const millrace = process.argv[2];
const parts = process.argv.slice(3);
const wants = part => parts.length === 0 || parts.includes(part);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'millrace-conformance-'));
const environment = { ...process.env, MILLRACE_KEYCHAIN: 'off' };
for (const kind of ['STATE', 'CONFIG', 'CACHE', 'RUNTIME']) {
  const place = path.join(folder, kind.toLowerCase());
  fs.mkdirSync(place, { mode: 0o700 });
  environment[`XDG_${kind}_${kind === 'RUNTIME' ? 'DIR' : 'HOME'}`] = place;
}
// The inspector and the clients start `millrace` themselves.
Object.assign(process.env, environment);

let failures = 0;
function report(name, ok, detail = '') {
  if (!ok) failures++;
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name}${ok || !detail ? '' : `\n        ${detail.trim().split('\n').slice(-25).join('\n        ')}`}`);
}
function run(command, args, milliseconds = 120_000) {
  const done = spawnSync(command, args, { cwd: folder, encoding: 'utf8', timeout: milliseconds, maxBuffer: 1 << 28 });
  return { code: done.status, out: done.stdout ?? '', err: (done.stderr ?? '') + (done.error ? String(done.error) : '') };
}
function must(...args) {
  const done = run(millrace, args);
  if (done.code !== 0) throw new Error(`millrace ${args[0]}: ${done.err}`);
  return done.out;
}
function workspace(name) {
  const file = path.join(folder, `${name}.millrace`);
  must('init', '-w', file);
  return file;
}
/** A server of its own; its address and how to end it. */
async function serve(file, ...args) {
  const child = spawn(millrace, ['serve', '-w', file, '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', data => {
      text += data;
      if (text.includes('\n')) resolve(text.split('\n')[0]);
    });
    child.on('exit', code => reject(new Error(`millrace serve ended with ${code}`)));
  });
  const end = () => new Promise(resolve => {
    child.on('exit', resolve);
    child.kill('SIGTERM');
  });
  return { url, end };
}

const suite = path.join(here, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
const kTasks = ['tasks-lifecycle', 'tasks-capability-negotiation', 'tasks-wire-fields', 'tasks-request-state-removal', 'tasks-mrtr-input', 'tasks-request-headers',
  'tasks-dispatch-and-envelope', 'tasks-status-notifications', 'tasks-required-task-error', 'tasks-mrtr-composition'];

async function conformance() {
  const server = await serve(workspace('suite'), '--conformance');
  for (const revision of wants('suite') ? ['2025-11-25', '2026-07-28'] : []) {
    const done = run(process.execPath, [suite, 'server', '--url', server.url, '--requirements', revision], 300_000);
    report(`conformance suite, all that ${revision} requires`, done.code === 0, done.out + done.err);
  }
  for (const scenario of wants('tasks') ? kTasks : []) {
    const done = run(process.execPath, [suite, 'server', '--url', server.url, '--scenario', scenario]);
    report(`conformance suite, ${scenario}`, done.code === 0, done.out + done.err);
  }
  await server.end();
}

async function inspector() {
  const program = path.join(here, 'node_modules/.bin/mcp-inspector');
  const file = workspace('inspector');
  const tokenFile = path.join(folder, 'inspector.token');
  const server = await serve(file, '--token-file', tokenFile);
  const token = fs.readFileSync(tokenFile, 'utf8').trim();
  const ways = {
    HTTP: [server.url, '--header', `Authorization: Bearer ${token}`],
    stdio: [millrace, 'mcp', '-w', file],
  };
  for (const [way, target] of Object.entries(ways)) {
    for (const era of ['legacy', 'modern']) {
      const methods = [['tools/list', '--strict'], ['resources/list'], ['prompts/list'], ['tools/call', '--tool-name', 'list_pipelines']];
      for (const [method, ...more] of methods) {
        const done = run(process.execPath, [program, '--cli', ...target, '--protocol-era', era, '--method', method, ...more]);
        let isJson = false;
        try { isJson = typeof JSON.parse(done.out) === 'object'; } catch { /* said below */ }
        report(`inspector, ${way}, ${era}, ${method}`, done.code === 0 && isJson, done.out + done.err);
      }
    }
  }
  await server.end();
}

/** Ingest, run, read and search, as an agent would. */
async function work(client, name) {
  const call = async (tool, args) => {
    const result = await client.callTool({ name: tool, arguments: args });
    if (result.isError) throw new Error(`${tool}: ${JSON.stringify(result.content).slice(0, 500)}`);
    return result.structuredContent;
  };
  const { tools } = await client.listTools();
  for (const needed of ['list_pipelines', 'run_pipeline', 'get_context', 'get_history', 'list_contexts']) {
    if (!tools.some(tool => tool.name === needed)) throw new Error(`no tool ${needed}`);
  }
  const { pipelines } = await call('list_pipelines', {});
  const pipeline = pipelines.find(one => one.id === 'article') ?? pipelines[0];
  const documents = [1, 2, 3].map(n => ({ topic: `Rivers ${n} of ${name}`, content: 'A river carries water to the sea. Mills stand beside it.' }));
  const ran = await call('run_pipeline', { pipeline: pipeline.id, documents, title: name, wait: 20 });
  if (!ran.finished) throw new Error(`the run has not finished: ${JSON.stringify(ran).slice(0, 300)}`);
  const { contexts } = await call('list_contexts', { limit: 10 });
  if (contexts.length < 3) throw new Error(`${contexts.length} contexts`);
  const context = await call('get_context', { id: contexts[0].id });
  if (context.id !== contexts[0].id) throw new Error('another context came back');
  const { transitions } = await call('get_history', { id: context.id });
  if (!transitions.length) throw new Error('no history');
  const read = await client.readResource({ uri: `millrace://context/${context.id}` });
  if (!JSON.stringify(read.contents).includes(context.id)) throw new Error('the resource is not the context');
  const { resourceTemplates } = await client.listResourceTemplates();
  if (!resourceTemplates.length) throw new Error('no resource templates');
  await client.listPrompts();
  const missing = await client.callTool({ name: 'get_context', arguments: { id: 'nobody' } });
  if (!missing.isError) throw new Error('a context that is not there was found');
}

async function clients() {
  const file = workspace('clients');
  const tokenFile = path.join(folder, 'clients.token');
  const server = await serve(file, '--token-file', tokenFile);
  const token = fs.readFileSync(tokenFile, 'utf8').trim();
  // Nobody sits here to be asked.
  for (const client of JSON.parse(must('call', 'client.list', '-w', file, '--json')).clients)
    must('call', 'client.policy', JSON.stringify({ id: client.id, write: 'allow', destroy: 'allow' }), '-w', file, '--json');

  const legacy = {
    ...(await import('@modelcontextprotocol/sdk/client/index.js')),
    ...(await import('@modelcontextprotocol/sdk/client/stdio.js')),
    ...(await import('@modelcontextprotocol/sdk/client/streamableHttp.js')),
  };
  const modern = { ...(await import('@modelcontextprotocol/client')), ...(await import('@modelcontextprotocol/client/stdio')) };
  const sdks = [['SDK 1, legacy', legacy, {}], ['SDK 2, legacy', modern, {}], ['SDK 2, modern', modern, { versionNegotiation: { mode: { pin: '2026-07-28' } } }]];
  for (const [name, sdk, options] of sdks) {
    for (const way of ['HTTP', 'stdio']) {
      const transport = way === 'HTTP'
        ? new sdk.StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers: { Authorization: `Bearer ${token}` } } })
        : new sdk.StdioClientTransport({ command: millrace, args: ['mcp', '-w', file, '--token-file', tokenFile], env: environment });
      const client = new sdk.Client({ name: 'millrace-conformance', version: '1' }, options);
      try {
        await client.connect(transport);
        await work(client, `${name} over ${way}`);
        report(`${name} client at work over ${way}`, true);
      } catch (error) {
        report(`${name} client at work over ${way}`, false, String(error?.stack ?? error));
      }
      await client.close().catch(() => {});
    }
  }
  await server.end();
}

try {
  if (wants('suite') || wants('tasks')) await conformance();
  if (wants('inspector')) await inspector();
  if (wants('clients')) await clients();
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(failures ? `${failures} failed` : 'all passed');
process.exit(failures ? 1 : 0);
