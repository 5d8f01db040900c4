-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 5: reviews.

-- A question to people about a context, written in the commit of the step that asks. Not deleted when it is answered.
CREATE TABLE review_item (
    pk INTEGER PRIMARY KEY,         -- in the order in which they were asked
    id TEXT NOT NULL UNIQUE,
    context INTEGER NOT NULL REFERENCES context,
    version INTEGER NOT NULL REFERENCES pipeline,
    pipeline TEXT NOT NULL,         -- its id
    node TEXT NOT NULL,             -- its id
    visit INTEGER NOT NULL,
    state INTEGER NOT NULL,         -- 0 open, 1 decided, 2 timed out, 3 withdrawn: the context was cancelled
    revision INTEGER NOT NULL,      -- raised by every change: whoever decides can say which one they saw
    verdict INTEGER,                -- as decision.kind; NULL: it is not decided
    confidence INTEGER NOT NULL,    -- millionths; -1: there is none
    label TEXT NOT NULL,
    assignee INTEGER REFERENCES principal,
    claimed_by INTEGER REFERENCES principal,
    claimed_at INTEGER,
    claim_until INTEGER,            -- what is past is no claim
    pack TEXT,                      -- the name of the file it was given away in
    author_finished INTEGER NOT NULL, -- 0: its author is still at it
    needed INTEGER NOT NULL,        -- so many people are asked
    made INTEGER NOT NULL,          -- decisions of them that stand
    escalated INTEGER NOT NULL,
    is_check INTEGER NOT NULL,      -- 1: it was sure enough to go on by itself, and was drawn
    decided_step INTEGER,           -- the step of the context that the verdict is
    decided_revision INTEGER,       -- of the context then: whether it has gone on since
    follows INTEGER REFERENCES review_item, -- the one that is asked again
    asked_at INTEGER NOT NULL,
    closed_at INTEGER,
    hash INTEGER NOT NULL,
    body BLOB NOT NULL              -- JSON: the suspension
);

CREATE INDEX review_item_context ON review_item (context);
CREATE INDEX review_item_state ON review_item (state);
CREATE INDEX review_item_confidence ON review_item (confidence) WHERE state = 0;
CREATE INDEX review_item_pipeline ON review_item (pipeline, confidence) WHERE state = 0;
CREATE INDEX review_item_label ON review_item (label, confidence) WHERE state = 0 AND label <> '';
CREATE INDEX review_item_assignee ON review_item (assignee, confidence) WHERE state = 0 AND assignee IS NOT NULL;
CREATE INDEX review_item_claim ON review_item (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX review_item_follows ON review_item (follows) WHERE follows IS NOT NULL;

-- What somebody answered, or proposed. Never deleted: what is undone says so.
CREATE TABLE review_decision (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,        -- made by whoever decides: the same again is the same decision
    item INTEGER NOT NULL REFERENCES review_item,
    context INTEGER NOT NULL REFERENCES context,
    kind INTEGER NOT NULL,          -- 0 approved, 1 rejected, 2 edited, 3 escalated, 4 skipped
    state INTEGER NOT NULL,         -- 0 stands, 1 undone, 2 corrected, 3 proposed, 4 a proposal that was taken, 5 one that was not
    port TEXT NOT NULL,             -- by which it left, where this decision settled it; else empty
    actor INTEGER NOT NULL REFERENCES principal,
    at INTEGER NOT NULL,
    took_us INTEGER NOT NULL,       -- how long the item was looked at; 0: nobody said
    corrects INTEGER REFERENCES review_decision,
    changed_by INTEGER REFERENCES principal, -- who undid, corrected, took or declined it
    changed_at INTEGER,
    codec INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    body BLOB NOT NULL              -- JSON: answers, note, edit, where it is run again from, the pack it came in
);

CREATE INDEX review_decision_item ON review_decision (item);
CREATE INDEX review_decision_actor ON review_decision (actor) WHERE state = 0;
CREATE INDEX review_decision_at ON review_decision (at);
CREATE INDEX review_decision_corrects ON review_decision (corrects) WHERE corrects IS NOT NULL;

CREATE TABLE review_comment (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    item INTEGER NOT NULL REFERENCES review_item,
    context INTEGER NOT NULL REFERENCES context,
    reply_to INTEGER REFERENCES review_comment,
    actor INTEGER NOT NULL REFERENCES principal,
    at INTEGER NOT NULL,
    resolved_by INTEGER REFERENCES principal, -- NULL: it is open
    resolved_at INTEGER,
    hash INTEGER NOT NULL,
    body BLOB NOT NULL              -- JSON: text, field, from, to
);

CREATE INDEX review_comment_context ON review_comment (context);

-- What happened to an item beside decisions and comments.
CREATE TABLE review_event (
    pk INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES review_item,
    at INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES principal,
    kind INTEGER NOT NULL,          -- 0 taken over, 1 released by another, 2 assigned, 3 author finished, 4 given back to the author, 5 escalated,
                                    -- 6 open again, 7 asked again in another context, 8 packed, 9 changed, 10 no agreement
    other INTEGER REFERENCES principal, -- taken over from, assigned to
    note TEXT NOT NULL
);

CREATE INDEX review_event_item ON review_event (item);

-- What waits already. Nodes are ordinals within their version; what the step knew of confidence and label it did not say then.
INSERT INTO review_item (id, context, version, pipeline, node, visit, state, revision, confidence, label, author_finished, needed, made, escalated,
                         is_check, asked_at, hash, body)
SELECT 'review-' || c.id || '-' || c.node || '-' || c.visit, c.pk, c.pipeline, p.id,
       json_extract(CAST(p.definition AS TEXT), '$.nodes[' || c.node || '].id'), c.visit, 0, 1, -1, '', 1, 1, 0, 0, 0, s.since, 0, s.body
FROM suspension s JOIN context c ON c.pk = s.context JOIN pipeline p ON p.pk = c.pipeline WHERE s.kind = 1 AND c.status = 3 ORDER BY s.since, c.pk;
