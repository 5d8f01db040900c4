-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 7: agents that may come in, what they asked, and what takes back what they did.

CREATE TABLE client (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    principal INTEGER NOT NULL REFERENCES principal,
    name TEXT NOT NULL,
    token_hash BLOB,                -- NULL: programs of the same user, over a pipe or the user-only socket
    policy BLOB NOT NULL,           -- JSON
    actor INTEGER NOT NULL REFERENCES principal, -- who let it in
    added_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,       -- 0: never
    revoked_at INTEGER NOT NULL     -- 0: it may come in
);

-- The audit says of what a client did how it is taken back; of others it does not.
ALTER TABLE audit ADD COLUMN client INTEGER REFERENCES client; -- NULL: not a client
ALTER TABLE audit ADD COLUMN undo BLOB;                        -- the call that takes it back, JSON; NULL: there is none
ALTER TABLE audit ADD COLUMN undone_at INTEGER;                -- NULL: it stands
CREATE INDEX audit_client ON audit (client, pk) WHERE client IS NOT NULL;

-- Requests of clients, without what is secret in them. Of a flood only the first are kept each by themselves, the rest as sums.
CREATE TABLE request (
    pk INTEGER PRIMARY KEY,
    client INTEGER NOT NULL REFERENCES client,
    at INTEGER NOT NULL,            -- of a sum: the first
    duration_us INTEGER NOT NULL,   -- of a sum: the longest
    calls INTEGER NOT NULL,         -- more than 1: a sum, without texts
    transport TEXT NOT NULL,
    method TEXT NOT NULL,
    tool TEXT NOT NULL,
    code TEXT NOT NULL,             -- of the error; empty: it went well
    request_bytes INTEGER NOT NULL, -- as they came, and not only what is kept
    answer_bytes INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    body BLOB NOT NULL              -- JSON: the texts of both
);

CREATE INDEX request_client ON request (client, pk);
