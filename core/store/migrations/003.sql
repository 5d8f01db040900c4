-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 3: effects on the world outside.

-- What steps want done outside the workspace, written in the commit that records the step and carried out after it. The key that goes with
-- it is made of context, node, visit and position, so it is the same however often it is tried.
CREATE TABLE outbox (
    pk INTEGER PRIMARY KEY AUTOINCREMENT,
    context INTEGER NOT NULL REFERENCES context,
    node INTEGER NOT NULL,
    visit INTEGER NOT NULL,
    position INTEGER NOT NULL,      -- among the effects of that visit, from 0
    pipeline INTEGER NOT NULL,
    run INTEGER NOT NULL,
    target TEXT NOT NULL,           -- which kind of target carries it out
    address TEXT NOT NULL,          -- where it goes: a folder, a file, a host; effects of one address may have to go one by one
    state INTEGER NOT NULL,         -- 0 waits, 1 being carried out, 2 delivered, 3 failed, 4 discarded
    awaited INTEGER NOT NULL,       -- 1: its step goes on when this has ended
    attempts INTEGER NOT NULL,
    lost INTEGER NOT NULL,          -- attempts of them that ended with the process
    attempt_base INTEGER NOT NULL,  -- attempts before somebody had it tried again
    due_at INTEGER,                 -- NULL unless it waits
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    policy BLOB NOT NULL,           -- JSON: retry and timeout of the node when it was written
    request BLOB NOT NULL,          -- JSON: what the target needs beside the body
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,          -- of what is carried out
    body BLOB NOT NULL,
    answer BLOB                     -- JSON: what came back, or the last error
);

CREATE UNIQUE INDEX outbox_key ON outbox (context, node, visit, position);
CREATE INDEX outbox_due ON outbox (due_at, pk) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_open ON outbox (state, pk) WHERE state IN (0, 1, 3);

-- Rolled up within each commit.
CREATE TABLE outbox_load (
    run INTEGER NOT NULL,
    pipeline INTEGER NOT NULL,
    state INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (run, pipeline, state)
) WITHOUT ROWID;
