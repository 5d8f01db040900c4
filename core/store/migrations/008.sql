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
