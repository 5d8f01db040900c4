-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 8: measurements and where results came from.

-- Reviews counted by where they are asked: the queue's list of places, a place's states.
CREATE INDEX review_item_place ON review_item (state, pipeline, node, version);

-- Quarantine counted by where and why, without reading a context. Its expression is QuarantineReader's, word for word.
CREATE INDEX context_quarantined ON context (pipeline, node,
    CASE WHEN reason IS NULL THEN '' WHEN CAST(substr(reason, 1, 1) AS TEXT) = '[' THEN 'input.invalid'
         WHEN json_valid(CAST(reason AS TEXT)) THEN coalesce(json_extract(CAST(reason AS TEXT), '$.code'), '') ELSE '' END) WHERE status = 4;

-- Where results came from ---------------------------------------------------------------------------------------------------
-- Transitions say most of it: the edit, the spans, the node of a version. What follows is what they do not say.

-- Which version of a component ran since which transition: a row for each change, not one for each step.
CREATE TABLE component_version (
    component TEXT NOT NULL,
    since INTEGER NOT NULL,         -- the first transition that it can have made
    version INTEGER NOT NULL,
    program TEXT NOT NULL,          -- of Millrace, then
    PRIMARY KEY (component, since)
) WITHOUT ROWID;

-- What a step's result came from beside its own document, the other way round than its transition says it: who uses this?
CREATE TABLE step_source (
    kind INTEGER NOT NULL,          -- 0 another context, 1 a version of a template
    source INTEGER NOT NULL,        -- its key
    seq INTEGER NOT NULL,           -- the transition
    context INTEGER NOT NULL,
    PRIMARY KEY (kind, source, seq)
) WITHOUT ROWID;

-- What models were asked and answered, by its content: each text once.
CREATE TABLE model_text (
    pk INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,    -- BLAKE2b-256 of what is kept
    size INTEGER NOT NULL,          -- of the whole; what is longer than is kept was cut
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    body BLOB NOT NULL
);

CREATE TABLE model_call (
    seq INTEGER NOT NULL REFERENCES transition,
    position INTEGER NOT NULL,      -- among the calls of that step, from 0
    prompt INTEGER NOT NULL REFERENCES model_text, -- JSON: its messages
    answer INTEGER NOT NULL REFERENCES model_text, -- as it came
    kept INTEGER NOT NULL,          -- 1: the result was kept from an earlier run, whose call this is
    body BLOB NOT NULL,             -- JSON: provider, models, parameters
    PRIMARY KEY (seq, position)
) WITHOUT ROWID;

CREATE INDEX model_use_model ON model_use (provider, model, seq) WHERE provider <> 'offline'; -- which everybody uses
CREATE INDEX event_context ON event (context) WHERE context IS NOT NULL;
CREATE INDEX replay_source ON replay (source);

ALTER TABLE replay ADD COLUMN state INTEGER NOT NULL DEFAULT 0; -- 0 it takes the old one's place, 1 it is offered for it, 2 it was taken, 3 it was not
ALTER TABLE replay ADD COLUMN decided_by INTEGER REFERENCES principal;
ALTER TABLE replay ADD COLUMN decided_at INTEGER;

-- Who is told of runs in OpenLineage's words, and how far.
CREATE TABLE lineage_target (
    id TEXT PRIMARY KEY,
    spec BLOB NOT NULL,             -- JSON: kind, where, level, the secret's name
    enabled INTEGER NOT NULL,
    position INTEGER NOT NULL,      -- transitions up to here have been told
    sent INTEGER NOT NULL,
    dropped INTEGER NOT NULL,       -- events that were refused for good
    actor INTEGER NOT NULL REFERENCES principal,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

-- ---- measurements ----------------------------------------------------------------------------------------------------------------

-- One metric with one set of labels; what points are of.
CREATE TABLE metric_series (
    pk INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    labels BLOB NOT NULL,           -- JSON object, by name
    info BLOB NOT NULL,             -- JSON: kind, unit, resolution, group, title, help
    UNIQUE (name, labels)
);

-- Points of all series, of ten seconds each, as they come: a row has what was measured since the one before. They wait here for their block.
CREATE TABLE metric_tick (
    pk INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,         -- seconds since the epoch
    last INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    data BLOB NOT NULL
);

CREATE INDEX metric_tick_last ON metric_tick (last);

-- Many points of one series, by levels: of 10 seconds, a minute, an hour, a day each.
CREATE TABLE metric_block (
    level INTEGER NOT NULL,         -- seconds of a point
    detail INTEGER NOT NULL,        -- 1: the buckets of a histogram's points, which are kept for less long
    series INTEGER NOT NULL REFERENCES metric_series,
    start INTEGER NOT NULL,         -- seconds since the epoch
    points INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (level, detail, series, start)
) WITHOUT ROWID;

-- What people made, or changed of what ships.
CREATE TABLE dashboard (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    body BLOB NOT NULL,             -- JSON
    changed_at INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES principal
);

CREATE TABLE alert_rule (
    id TEXT PRIMARY KEY,
    body BLOB NOT NULL,             -- JSON
    changed_at INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES principal
);

-- What happened, to be seen beside the numbers.
CREATE TABLE annotation (
    pk INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    until INTEGER,                  -- NULL: a moment
    kind TEXT NOT NULL,             -- publish, restore, alert, note
    text TEXT NOT NULL,
    severity TEXT NOT NULL,
    link BLOB NOT NULL,             -- JSON; empty: none
    actor INTEGER NOT NULL REFERENCES principal
);

CREATE INDEX annotation_at ON annotation (at);

-- One time that a rule's condition held, for one set of labels. What has fired stays until somebody has acknowledged it.
CREATE TABLE alert (
    pk INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    labels BLOB NOT NULL,           -- JSON object
    state INTEGER NOT NULL,         -- 0 pending, 1 firing, 2 resolved
    severity TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    value REAL NOT NULL,
    threshold REAL NOT NULL,
    since INTEGER NOT NULL,
    fired_at INTEGER NOT NULL,      -- 0: it has not
    resolved_at INTEGER NOT NULL,
    acknowledged_at INTEGER NOT NULL,
    acknowledged_by TEXT NOT NULL,
    note TEXT NOT NULL
);

CREATE INDEX alert_open ON alert (pk) WHERE state < 2 OR acknowledged_at = 0;

CREATE TABLE alert_silence (
    pk INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,             -- empty: any
    labels BLOB NOT NULL,           -- JSON object: those that have all of these
    until INTEGER NOT NULL,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL
);

-- Notices of alerts for somebody outside, until they were taken.
CREATE TABLE alert_notice (
    pk INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    body BLOB NOT NULL,             -- JSON
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    problem TEXT NOT NULL
);
