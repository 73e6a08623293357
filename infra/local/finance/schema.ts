/** The office's tables. Each thing that can be told twice has a key that keeps the second telling out. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS instructions (
  disbursement_id TEXT PRIMARY KEY, instruction TEXT NOT NULL, received_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS directives (
  disbursement_id TEXT NOT NULL, no INTEGER NOT NULL, directive TEXT NOT NULL, said TEXT NOT NULL, received_at TEXT NOT NULL,
  PRIMARY KEY (disbursement_id, no)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS batched (
  disbursement_id TEXT PRIMARY KEY REFERENCES instructions (disbursement_id), batch_no INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
  disbursement_id TEXT PRIMARY KEY REFERENCES instructions (disbursement_id),
  detail TEXT NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS recoveries (
  recovery_id TEXT PRIMARY KEY, recovery TEXT NOT NULL, received_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS recovered (
  recovery_id TEXT NOT NULL REFERENCES recoveries (recovery_id), no INTEGER NOT NULL,
  detail TEXT NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (recovery_id, no)
) STRICT, WITHOUT ROWID;
`;

/** Instructions with the last thing that was said about each, whatever came first. */
export const STANDING = `
SELECT i.instruction, i.received_at, d.directive, a.detail AS answer, b.batch_no FROM instructions i
LEFT JOIN directives d ON d.disbursement_id = i.disbursement_id
  AND d.no = (SELECT max(no) FROM directives WHERE disbursement_id = i.disbursement_id)
LEFT JOIN batched b ON b.disbursement_id = i.disbursement_id
LEFT JOIN answers a ON a.disbursement_id = i.disbursement_id
ORDER BY i.disbursement_id`;
