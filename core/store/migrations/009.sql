-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 9: the things in a file.

-- Whether a context is one of several things in its file (a row, an object, a mail of a box), or all of it.
ALTER TABLE document_context ADD COLUMN is_part INTEGER NOT NULL DEFAULT 0;
UPDATE document_context SET is_part = 1 WHERE document IN (SELECT pk FROM document WHERE format IN ('csv', 'tsv', 'json', 'jsonl'));
-- What lay in a mail, or in a box of them, was linked to it, behind it.
UPDATE document_context SET is_part = 1 WHERE document IN (SELECT pk FROM document WHERE format IN ('email', 'mbox'))
    AND context > (SELECT min(first.context) FROM document_context first WHERE first.document = document_context.document);
