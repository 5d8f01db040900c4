-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 4: drafts of pipelines, and trials of them.

ALTER TABLE pipeline ADD COLUMN note TEXT NOT NULL DEFAULT ''; -- why there is this version

-- One for each pipeline at most. It stays when its pipeline is published, with its history.
CREATE TABLE draft (
    pk INTEGER PRIMARY KEY,
    pipeline TEXT NOT NULL UNIQUE,  -- the pipeline's id
    base_version INTEGER NOT NULL,  -- it began from, or was published as; 0: there is none yet
    base_hash INTEGER NOT NULL,     -- of that version's definition: whether anything has been changed since
    sequence INTEGER NOT NULL,      -- raised by every change: whoever changes it says which one they saw
    position INTEGER NOT NULL,      -- so many of its edits are in it; the others can be redone
    state INTEGER NOT NULL,         -- 0 open, 1 discarded: in no list, and can be had back
    title TEXT NOT NULL,
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    definition BLOB NOT NULL,       -- JSON as it is now; it need not be one that can run
    actor INTEGER NOT NULL REFERENCES principal, -- who changed it last
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
);

CREATE TABLE draft_edit (
    draft INTEGER NOT NULL REFERENCES draft,
    seq INTEGER NOT NULL,           -- from 1, without gaps
    label TEXT NOT NULL,
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    body BLOB NOT NULL,             -- JSON: what was done and what undoes it, two RFC 6902 patches
    actor INTEGER NOT NULL REFERENCES principal,
    at INTEGER NOT NULL,
    PRIMARY KEY (draft, seq)
);

-- What a trial does otherwise at a node of a draft.
CREATE TABLE draft_mark (
    draft INTEGER NOT NULL REFERENCES draft,
    node TEXT NOT NULL,
    kind INTEGER NOT NULL,          -- 0 it gives what is pinned in place of running, 1 breakpoint
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    body BLOB NOT NULL,             -- JSON: {"port","data"} of a pin
    actor INTEGER NOT NULL REFERENCES principal,
    at INTEGER NOT NULL,
    PRIMARY KEY (draft, node, kind)
);

-- The last trials of each pipeline, and what came in and went out at each node: shown again, never part of any history.
CREATE TABLE trial (
    pk INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    pipeline TEXT NOT NULL,         -- its id
    state INTEGER NOT NULL,         -- 1 done, 2 failed, 3 cancelled
    bytes INTEGER NOT NULL,         -- of its steps
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    body BLOB NOT NULL,             -- JSON: what was asked and how it ended
    actor INTEGER NOT NULL REFERENCES principal,
    at INTEGER NOT NULL
);

CREATE INDEX trial_pipeline ON trial (pipeline, pk);

CREATE TABLE trial_step (
    trial INTEGER NOT NULL REFERENCES trial,
    seq INTEGER NOT NULL,
    node TEXT NOT NULL,
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    body BLOB NOT NULL,             -- JSON
    PRIMARY KEY (trial, seq)
);

