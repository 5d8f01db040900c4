-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 3: effects on the world outside; where results came from moves into the history.

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
    terms BLOB NOT NULL,            -- JSON: the key, and retry and timeout of the node when it was written
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

-- Where a finished step's result came from, beside the edit: one row and no index less for every step.
ALTER TABLE transition ADD COLUMN lineage_codec INTEGER;    -- NULL: it has none
ALTER TABLE transition ADD COLUMN lineage_hash INTEGER;
ALTER TABLE transition ADD COLUMN lineage BLOB;
UPDATE transition SET lineage_codec = l.codec, lineage_hash = l.hash, lineage = l.refs FROM lineage AS l WHERE l.seq = transition.seq;
DROP TABLE lineage;

-- Which events led to which: a pipeline that starts itself through its own events is stopped at some depth.
ALTER TABLE event ADD COLUMN depth INTEGER NOT NULL DEFAULT 0; -- how many events led to it

-- Files as they came, by their content: each once, however often it came.
CREATE TABLE original (
    pk INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,      -- BLAKE2b-256 of its bytes
    size INTEGER NOT NULL,
    name TEXT NOT NULL,             -- of the file that first had them
    media_type TEXT NOT NULL,
    complete INTEGER NOT NULL,      -- 0: a large one that is still coming, a few chunks in a commit
    created_at INTEGER NOT NULL
);

-- Their bytes in pieces of 1 MiB: id = original * 1048576 + n.
CREATE TABLE original_chunk (
    id INTEGER PRIMARY KEY,
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    data BLOB NOT NULL
);

-- Where documents come from: one row for each way in (cli, drop, paste, door), one for each watched folder.
CREATE TABLE source (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    spec BLOB NOT NULL,             -- JSON: what its kind needs
    state INTEGER NOT NULL,         -- 0 on, 1 paused, 2 removed (its documents stay)
    problem TEXT,                   -- why it cannot be looked at now; NULL: it can
    looked_at INTEGER,
    actor INTEGER NOT NULL REFERENCES principal,
    created_at INTEGER NOT NULL
);

-- A file as it was when it was taken in. The same path with other bytes is a new version of the same document.
CREATE TABLE document (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    source INTEGER NOT NULL REFERENCES source,
    original INTEGER NOT NULL REFERENCES original,
    path TEXT NOT NULL,             -- empty: it came without a file
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    format TEXT NOT NULL,           -- "pdf", "html", …: what filters and facets call it
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_at INTEGER,
    taken_at INTEGER NOT NULL,
    version INTEGER NOT NULL,       -- of what lies at its path, from 1
    previous INTEGER REFERENCES document,
    is_latest INTEGER NOT NULL,
    duplicate_of INTEGER REFERENCES document, -- the first that had the same bytes
    actor INTEGER NOT NULL REFERENCES principal
);

CREATE INDEX document_path ON document (path, version) WHERE path <> '';
CREATE INDEX document_original ON document (original);
CREATE INDEX document_duplicate ON document (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX document_format ON document (format);
CREATE INDEX document_taken ON document (taken_at);

CREATE TABLE document_context (
    context INTEGER PRIMARY KEY REFERENCES context,
    document INTEGER NOT NULL REFERENCES document
);

CREATE INDEX document_context_document ON document_context (document);

-- What became of each file of a watched folder, written in the commit that takes it in, so that none is taken twice.
CREATE TABLE source_file (
    pk INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source,
    path TEXT NOT NULL,             -- below the folder
    size INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    state INTEGER NOT NULL,         -- 0 being taken, 1 taken, 2 failed, 3 taken and put away, 4 failed and gone
    hash BLOB,                      -- of the bytes that are being taken or were
    done INTEGER NOT NULL,          -- what was found in it and is dealt with: a large one comes in several commits
    document INTEGER REFERENCES document,
    attempts INTEGER NOT NULL,
    reader TEXT NOT NULL,           -- what could be read when it was tried: others may succeed
    reason BLOB,                    -- JSON: why it failed, or what of it was refused
    changed_at INTEGER NOT NULL,
    UNIQUE (source, path)
);

CREATE INDEX source_file_state ON source_file (source, state);
