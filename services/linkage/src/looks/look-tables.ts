// SPDX-License-Identifier: EUPL-1.2
/**
 * What the state holds of rounds of looks. A plan is personal data, as it says which records may be of
 * one person; similarities are, too. No field filter is ever written down: an answer that came before
 * its other half is only noted by its place on the log.
 */

/**
 * `lookPart.form` is what its similarities are kept in, so that a program that keeps them otherwise
 * knows. `ask` is one request: `answer` is where its answer stands in the owner's topic. `past` are rounds
 * that this linkage unit asked and that are over, also those of which nothing else is known.
 */
export const lookTables = `
  CREATE TABLE lookRound (
    round BLOB PRIMARY KEY, random BLOB,
    ownerA TEXT, registerA TEXT, runA BLOB, ownerB TEXT, registerB TEXT, runB BLOB,
    looks INTEGER, numbers INTEGER, capacity INTEGER, began INTEGER, checksum BLOB);
  CREATE TABLE lookPart (
    round BLOB, sequence INTEGER, rowsA BLOB, rowsB BLOB, reason BLOB, checksum BLOB,
    similarities BLOB, sum BLOB, form INTEGER, PRIMARY KEY (round, sequence));
  CREATE TABLE ask (
    round BLOB, side INTEGER, sequence INTEGER, owner TEXT, register TEXT,
    sent INTEGER NOT NULL DEFAULT 0, answer INTEGER, digest BLOB, refused TEXT,
    PRIMARY KEY (round, side, sequence)) WITHOUT ROWID;
  CREATE TABLE past (round BLOB PRIMARY KEY);
  CREATE TABLE lookFault (
    topic TEXT, offset INTEGER, owner TEXT, code TEXT, PRIMARY KEY (topic, offset));
`;

/** For tables that were made before similarities had a form: those that are there have none. */
export const lookFormAdded = 'ALTER TABLE lookPart ADD COLUMN form INTEGER;';
