-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 1. Times are microseconds since the Unix epoch, UTC; JSON is UTF-8 in BLOBs; `hash` is a keyed 64-bit hash of the
-- row's content (store/codec.h); `codec` says how a BLOB is packed (0 plain, 1 zstd), `dict_id` with which dictionary (0 none).
-- Nodes are ordinals within their pipeline version: a context keeps its version for life.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value NOT NULL
) WITHOUT ROWID;

CREATE TABLE principal (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE pipeline (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    definition BLOB NOT NULL,
    hash INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES principal,
    created_at INTEGER NOT NULL,
    UNIQUE (id, version)
);

CREATE TABLE template (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    type TEXT NOT NULL,
    body BLOB NOT NULL,
    hash INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES principal,
    created_at INTEGER NOT NULL,
    UNIQUE (id, version)
);

CREATE TABLE run (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    pipeline INTEGER REFERENCES pipeline,
    title TEXT NOT NULL,
    actor INTEGER NOT NULL REFERENCES principal,
    created_at INTEGER NOT NULL
);

-- One row per context: its envelope and where it stands. Its data is the newest keyframe and the edits after it.
CREATE TABLE context (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    title TEXT NOT NULL,
    status INTEGER NOT NULL,
    outcome TEXT,
    pipeline INTEGER NOT NULL REFERENCES pipeline,
    run INTEGER NOT NULL REFERENCES run,
    actor INTEGER NOT NULL REFERENCES principal,
    revision INTEGER NOT NULL,
    node INTEGER NOT NULL,          -- where it is or goes next; -1: nowhere (finished)
    visit INTEGER NOT NULL,
    attempt INTEGER NOT NULL,       -- of the attempt that runs or ran last; 0: none in this visit
    attempt_base INTEGER NOT NULL,  -- attempts of this visit that do not count against the limit (before a retry by hand)
    started INTEGER NOT NULL,       -- 1: a start is recorded and its finish is not; the lease of `epoch`
    epoch INTEGER NOT NULL,         -- which opening of the workspace holds the lease
    steps INTEGER NOT NULL,         -- finished steps
    due_at INTEGER,                 -- when it may go on; NULL: it rests
    start_at INTEGER,
    end_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    digest INTEGER NOT NULL,        -- of the submission: the same again changes nothing
    visits BLOB,                    -- visits per node, 2 bytes each, for pipelines with loops
    envelope BLOB,                  -- what the submission said beyond the columns: {"pipeline","processing","status","extra"}
    reason BLOB,                    -- why it rests where it rests
    parent INTEGER REFERENCES context,
    superseded_by INTEGER REFERENCES context
);

CREATE INDEX context_status ON context (status);
CREATE INDEX context_updated ON context (updated_at);
CREATE INDEX context_due ON context (due_at) WHERE due_at IS NOT NULL;

-- Whole documents that bound a replay: id = context * 65536 + step.
CREATE TABLE keyframe (
    id INTEGER PRIMARY KEY,
    codec INTEGER NOT NULL,
    dict_id INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    data BLOB NOT NULL
);

-- The history, the event stream and the audit of contexts in one: a row per change.
CREATE TABLE transition (
    seq INTEGER PRIMARY KEY,
    context INTEGER NOT NULL REFERENCES context,
    at INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    from_status INTEGER NOT NULL,
    to_status INTEGER NOT NULL,
    node INTEGER NOT NULL,
    step INTEGER NOT NULL,
    visit INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES principal,
    duration_us INTEGER NOT NULL,
    port TEXT,                      -- NULL: "out"
    codec INTEGER NOT NULL,
    dict_id INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    edit BLOB,
    reason BLOB
);

CREATE INDEX transition_context ON transition (context);

-- What a quarantined item was as it came, where it could not become a context's data.
CREATE TABLE raw_input (
    context INTEGER PRIMARY KEY REFERENCES context,
    source TEXT NOT NULL,
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    bytes BLOB NOT NULL
);

-- Per finished step that has any: where its result came from, and what models it used.
CREATE TABLE lineage (
    seq INTEGER PRIMARY KEY REFERENCES transition,
    context INTEGER NOT NULL REFERENCES context,
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    refs BLOB NOT NULL
);

CREATE INDEX lineage_context ON lineage (context);

CREATE TABLE model_use (
    pk INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL REFERENCES transition,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    tokens_in INTEGER NOT NULL,
    tokens_out INTEGER NOT NULL,
    cost_micros INTEGER NOT NULL
);

-- Rolled up within each commit: how many contexts are in which state, per run and pipeline version; always balanced.
CREATE TABLE tally (
    run INTEGER NOT NULL,
    pipeline INTEGER NOT NULL,
    status INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (run, pipeline, status)
) WITHOUT ROWID;

-- Rolled up within each commit: attempts per ten seconds and node.
CREATE TABLE step_metric (
    bucket INTEGER NOT NULL,        -- at / 10 s
    pipeline INTEGER NOT NULL,
    node INTEGER NOT NULL,
    succeeded INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    duration_us INTEGER NOT NULL,
    longest_us INTEGER NOT NULL,
    PRIMARY KEY (bucket, pipeline, node)
) WITHOUT ROWID;

-- Commands through the door that change something.
CREATE TABLE audit (
    pk INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES principal,
    command TEXT NOT NULL,
    args BLOB NOT NULL,
    outcome TEXT NOT NULL
);
