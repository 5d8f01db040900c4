-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 2: children and what waits for them, queues per node, priorities, schedules, events, kept results.

ALTER TABLE context ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;   -- 0 submitted, 1 a child of `parent`, 2 a replay of `parent`
ALTER TABLE context ADD COLUMN priority INTEGER NOT NULL DEFAULT 0; -- higher goes first
ALTER TABLE context ADD COLUMN waits INTEGER NOT NULL DEFAULT 0;    -- 0 no, 1 its step is suspended, 2 what it waited for has come
ALTER TABLE context ADD COLUMN forks INTEGER NOT NULL DEFAULT 0;    -- its forks that no step has collected yet
ALTER TABLE context ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;    -- of its data, about: what came and what edits added
ALTER TABLE context ADD COLUMN dry INTEGER NOT NULL DEFAULT 0;      -- 1: steps that write outside are passed over

CREATE INDEX model_use_seq ON model_use (seq);
CREATE INDEX context_parent ON context (parent) WHERE parent IS NOT NULL;

-- Per pipeline, so that a paused one with a million contexts hides nothing of the others, and by priority within it.
DROP INDEX context_due;
CREATE INDEX context_due ON context (pipeline, priority, due_at) WHERE due_at IS NOT NULL;

-- The children that one step of a context made, and how many of them have come to rest.
CREATE TABLE fork (
    pk INTEGER PRIMARY KEY,
    context INTEGER NOT NULL REFERENCES context,
    node INTEGER NOT NULL,
    visit INTEGER NOT NULL,
    total INTEGER NOT NULL,
    ended INTEGER NOT NULL,         -- completed or cancelled
    failed INTEGER NOT NULL,        -- failed or in quarantine: may still be retried
    collected INTEGER NOT NULL      -- 1: a join, or the step itself, has taken them
);

CREATE INDEX fork_context ON fork (context);

CREATE TABLE child (
    context INTEGER PRIMARY KEY REFERENCES context,
    fork INTEGER NOT NULL REFERENCES fork,
    position INTEGER NOT NULL
);

CREATE INDEX child_fork ON child (fork, position);

-- What a suspended step waits for; gone when it goes on.
CREATE TABLE suspension (
    context INTEGER PRIMARY KEY REFERENCES context,
    kind INTEGER NOT NULL,          -- 0 children, 1 review, 2 signal, 3 time
    since INTEGER NOT NULL,
    name TEXT NOT NULL,             -- of the signal
    body BLOB NOT NULL,             -- the suspension as JSON
    answer BLOB                     -- what came with the signal
);

CREATE INDEX suspension_kind ON suspension (kind, name);

-- Rolled up within each commit: contexts that are at a node, by state; what waits there is the queue of the links into it.
CREATE TABLE node_load (
    pipeline INTEGER NOT NULL,
    node INTEGER NOT NULL,
    status INTEGER NOT NULL,
    n INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (pipeline, node, status)
) WITHOUT ROWID;

INSERT INTO node_load SELECT pipeline, node, status, count(*), 0 FROM context WHERE node >= 0 AND status NOT IN (5, 7) GROUP BY 1, 2, 3;

-- The tally counts children apart from what was submitted.
ALTER TABLE tally RENAME TO tally_1;
CREATE TABLE tally (
    run INTEGER NOT NULL,
    pipeline INTEGER NOT NULL,
    child INTEGER NOT NULL,         -- 1: contexts that a step made
    status INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (run, pipeline, child, status)
) WITHOUT ROWID;
INSERT INTO tally SELECT run, pipeline, 0, status, n FROM tally_1;
DROP TABLE tally_1;

-- How a pipeline is run, whatever its version.
CREATE TABLE pipeline_state (
    id TEXT PRIMARY KEY,
    state INTEGER NOT NULL,         -- 0 running, 1 paused, 2 draining: finishes what is there, takes nothing new
    priority INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES principal,
    changed_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE schedule (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    pipeline TEXT NOT NULL,
    spec BLOB NOT NULL,             -- JSON: when, time zone, what to do with missed times, the document to start with
    enabled INTEGER NOT NULL,
    next_at INTEGER,                -- the next due time; NULL: none
    looked_at INTEGER NOT NULL,     -- the wall clock when next_at was reckoned: an earlier clock has been set back since
    last_at INTEGER,                -- when it started something last
    fired INTEGER NOT NULL,         -- contexts started
    missed INTEGER NOT NULL,        -- due times that started none
    problem TEXT,                   -- why the last due time started less than it should have; NULL: it did not
    actor INTEGER NOT NULL REFERENCES principal,
    created_at INTEGER NOT NULL
);

-- The event bus: what was published, kept for replay.
CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    context INTEGER,                -- whose step published it
    actor INTEGER NOT NULL REFERENCES principal,
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,          -- of the whole row
    payload BLOB NOT NULL
);

CREATE INDEX event_topic ON event (topic, seq);

CREATE TABLE subscription (
    pk INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    topic TEXT NOT NULL,            -- a topic, or a prefix and "*"
    pipeline TEXT,                  -- started with each event; NULL: the subscriber reads and moves its position itself
    ordered INTEGER NOT NULL,       -- 1: the next event of a key starts when the one before has come to rest
    position INTEGER NOT NULL,      -- events up to here are delivered
    pass INTEGER NOT NULL,          -- grows with each seek: what is replayed is delivered again
    enabled INTEGER NOT NULL,
    problem TEXT,                   -- why its events wait; NULL: they do not
    actor INTEGER NOT NULL REFERENCES principal,
    created_at INTEGER NOT NULL
);

-- Which context an event became, per subscription and pass; at most one.
CREATE TABLE delivery (
    subscription INTEGER NOT NULL,
    event INTEGER NOT NULL,
    pass INTEGER NOT NULL,
    key TEXT NOT NULL,
    context INTEGER,                -- NULL: waits for the one before it of the same key
    state INTEGER NOT NULL,         -- 0 at rest, 1 its context is under way, 2 waits
    PRIMARY KEY (subscription, event, pass)
) WITHOUT ROWID;

CREATE INDEX delivery_open ON delivery (subscription, key, event) WHERE state <> 0;
CREATE INDEX delivery_context ON delivery (context) WHERE context IS NOT NULL;

-- Results of steps, by what went in.
CREATE TABLE step_cache (
    key BLOB PRIMARY KEY,           -- 32 bytes over data, component, version, config
    component TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    hits INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    result BLOB NOT NULL
);

CREATE INDEX step_cache_used ON step_cache (used_at);

CREATE TABLE cache_use (
    component TEXT PRIMARY KEY,
    hits INTEGER NOT NULL,
    misses INTEGER NOT NULL,
    entries INTEGER NOT NULL,       -- of step_cache now
    bytes INTEGER NOT NULL
) WITHOUT ROWID;

-- What a replay was asked to do: the contexts of origin 2.
CREATE TABLE replay (
    context INTEGER PRIMARY KEY REFERENCES context,
    source INTEGER NOT NULL REFERENCES context,
    from_step INTEGER NOT NULL
);
