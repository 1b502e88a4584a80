// SPDX-License-Identifier: EUPL-1.2
/**
 * What the state holds of rounds of looks. A plan is personal data, as it says which records may be of
 * one person; similarities are, too. No field filter is ever written down: an answer that came before
 * its other half is only noted by its place on the log.
 */

/**
 * `ask` is one request: `answer` is where its answer stands in the owner's topic. `past` are rounds
 * that this linkage unit asked and that are over, also those of which nothing else is known.
 */
export const lookTables = `
  CREATE TABLE lookRound (
    round BLOB PRIMARY KEY, random BLOB,
    ownerA TEXT, registerA TEXT, runA BLOB, ownerB TEXT, registerB TEXT, runB BLOB,
    looks INTEGER, numbers INTEGER, capacity INTEGER, began INTEGER, checksum BLOB);
  CREATE TABLE lookPart (
    round BLOB, sequence INTEGER, rowsA BLOB, rowsB BLOB, reason BLOB, checksum BLOB,
    similarities BLOB, sum BLOB, PRIMARY KEY (round, sequence));
  CREATE TABLE ask (
    round BLOB, side INTEGER, sequence INTEGER, owner TEXT, register TEXT,
    sent INTEGER NOT NULL DEFAULT 0, answer INTEGER, digest BLOB, refused TEXT,
    PRIMARY KEY (round, side, sequence)) WITHOUT ROWID;
  CREATE TABLE past (round BLOB PRIMARY KEY);
  CREATE TABLE lookFault (
    topic TEXT, offset INTEGER, owner TEXT, code TEXT, PRIMARY KEY (topic, offset));
`;
