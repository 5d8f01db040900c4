// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a user would take instead, doing the same work: documents of 2 KiB through three steps, each step's result durable before the next
// begins (fsync of every commit). BullMQ on Redis and pg-boss on PostgreSQL as their documentation has them; PostgreSQL by hand with
// SKIP LOCKED, a row updated and a history row written for every step. None of the first two keeps a history. Servers run on loopback,
// on ports of their own, in a temporary folder, and are ended by their own process ids. The rates are documents a second.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import PgBoss from 'pg-boss';
import pg from 'pg';

const [base, engine, count = '5000', rounds = '3'] = process.argv.slice(2);
const documents = Number(count);
const folder = mkdtempSync(join(base, 'millrace-peers-'));
const servers = [];
const steps = ['template', 'ai_generator', 'formatted'];

const documentOf = (i) => ({ id: `ctx_${i}`, padding: 'x'.repeat(1900), title: `Document ${i}` });
const applied = (data, step) => ({ ...data, [step]: { made_for: data.id } });

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
});

async function startRedis() {
  const port = await freePort();
  servers.push(spawn('redis-server', ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always',
    '--save', '', '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' }));
  await sleep(500);
  return { host: '127.0.0.1', port };
}

async function startPostgres() {
  const programs = readdirSync('/usr/lib/postgresql').sort().at(-1);
  const bin = (name) => `/usr/lib/postgresql/${programs}/bin/${name}`;
  const data = join(folder, 'postgres');
  mkdirSync(data);
  chmodSync(folder, 0o755);
  const isRoot = process.getuid() === 0; // which PostgreSQL refuses
  const as = (command, args) => isRoot ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]] : [command, args];
  if (isRoot) spawnSync('chown', ['postgres:', data]);
  const made = spawnSync(...as(bin('initdb'), ['-D', data, '-U', 'millrace', '-A', 'trust', '--no-instructions']), { cwd: data, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  servers.push(spawn(...as(bin('postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', data]), { cwd: data, stdio: 'ignore' }));
  const settings = { host: '127.0.0.1', port, user: 'millrace', database: 'postgres' };
  for (let tries = 0; ; ++tries) {
    const client = new pg.Client(settings);
    try { await client.connect(); await client.end(); return settings; } catch (error) { if (tries > 50) throw error; await sleep(200); }
  }
}

async function timed(work) {
  const began = process.hrtime.bigint();
  await work();
  return documents / (Number(process.hrtime.bigint() - began) / 1e9);
}

async function bullmq(connection, round) {
  const queue = new Queue(`q${round}`, { connection });
  for (let i = 0; i < documents; i += 500)
    await queue.addBulk(Array.from({ length: Math.min(500, documents - i) }, (_, k) => ({ name: 'document', data: documentOf(i + k) })));
  const rate = await timed(() => new Promise((resolve) => {
    let done = 0;
    const worker = new Worker(`q${round}`, async (job) => {
      for (const step of steps) await job.updateData(applied(job.data, step));
      return job.data.id;
    }, { connection, concurrency: 100 });
    worker.on('completed', () => { if (++done === documents) worker.close().then(resolve); });
  }));
  await queue.close();
  return rate;
}

async function pgBoss(settings, round) {
  const boss = new PgBoss({ ...settings, schema: `boss${round}`, max: 10, supervise: false, schedule: false });
  boss.on('error', (error) => { throw error; });
  await boss.start();
  const queues = steps.map((step) => `${step}_${round}`);
  for (const queue of queues) await boss.createQueue(queue);
  for (let i = 0; i < documents; i += 500)
    await boss.insert(Array.from({ length: Math.min(500, documents - i) }, (_, k) => ({ name: queues[0], data: documentOf(i + k) })));
  let left = documents * steps.length;
  const work = async () => {
    while (left > 0) {
      let found = false;
      for (let step = steps.length - 1; step >= 0; --step) {
        const jobs = await boss.fetch(queues[step], { batchSize: 100 });
        if (!jobs.length) continue;
        found = true;
        if (step + 1 < steps.length) await boss.insert(jobs.map((job) => ({ name: queues[step + 1], data: applied(job.data, steps[step]) })));
        await boss.complete(queues[step], jobs.map((job) => job.id));
        left -= jobs.length;
      }
      if (!found) await sleep(1);
    }
  };
  const rate = await timed(() => Promise.all(Array.from({ length: 8 }, work)));
  await boss.stop({ graceful: false });
  return rate;
}

async function byHand(settings, round) {
  const pool = new pg.Pool({ ...settings, max: 16 });
  await pool.query(`CREATE TABLE context${round} (pk bigserial PRIMARY KEY, step int NOT NULL DEFAULT 0, data jsonb NOT NULL);
    CREATE INDEX ON context${round} (step, pk);
    CREATE TABLE history${round} (pk bigserial PRIMARY KEY, context bigint NOT NULL, step int NOT NULL, delta jsonb NOT NULL)`);
  for (let i = 0; i < documents; i += 500)
    await pool.query(`INSERT INTO context${round} (data) SELECT * FROM unnest($1::jsonb[])`,
      [Array.from({ length: Math.min(500, documents - i) }, (_, k) => JSON.stringify(documentOf(i + k)))]);
  const work = async () => {
    const client = await pool.connect();
    for (;;) {
      await client.query('BEGIN');
      const { rows } = await client.query(`SELECT pk, step, data FROM context${round} WHERE step < 3 ORDER BY step, pk LIMIT 1 FOR UPDATE SKIP LOCKED`);
      if (!rows.length) { await client.query('COMMIT'); break; }
      const [{ pk, step, data }] = rows;
      const next = applied(data, steps[step]);
      await client.query(`UPDATE context${round} SET step = $2, data = $3 WHERE pk = $1`, [pk, step + 1, JSON.stringify(next)]);
      await client.query(`INSERT INTO history${round} (context, step, delta) VALUES ($1, $2, $3)`, [pk, step + 1, JSON.stringify(next[steps[step]])]);
      await client.query('COMMIT');
    }
    client.release();
  };
  const rate = await timed(() => Promise.all(Array.from({ length: 16 }, work)));
  await pool.end();
  return rate;
}

function millrace() {
  const run = spawnSync(engine, ['--only', 'pure', '--rounds', '1', '--contexts', String(documents), '--json', '--folder', base], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout.trim().split('\n').at(-1)).contexts_per_s[0];
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

try {
  if (!existsSync(engine)) throw new Error(`there is no ${engine}`);
  const redis = await startRedis();
  const postgres = await startPostgres();
  const peers = { millrace, bullmq: (r) => bullmq(redis, r), pg_boss: (r) => pgBoss(postgres, r), postgresql_by_hand: (r) => byHand(postgres, r) };
  const rates = Object.fromEntries(Object.keys(peers).map((name) => [name, []]));
  console.error(`${documents} documents a round, 3 steps; documents a second:`);
  console.error(`  round  ${Object.keys(peers).map((name) => name.padStart(20)).join('')}`);
  for (let round = 1; round <= Number(rounds); ++round) {
    for (const [name, peer] of Object.entries(peers)) rates[name].push(await peer(round));
    console.error(`  ${String(round).padStart(5)}  ${Object.values(rates).map((values) => values.at(-1).toFixed(0).padStart(20)).join('')}`);
  }
  const medians = Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, median(values)]));
  const best = Math.max(...Object.entries(medians).filter(([name]) => name !== 'millrace').map(([, rate]) => rate));
  console.error(`  millrace, fused and with full history: ${(medians.millrace / best).toFixed(1)} times the best of the others`);
  console.log(JSON.stringify({ ...medians, ratio: medians.millrace / best }));
} finally {
  for (const server of servers) server.kill('SIGTERM');
  await sleep(500);
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
