import { expect, test } from 'vitest';
import { readBounce } from '../../../shared/mail/bounce.ts';

/** As Postfix sends it back. */
const bounce = (report: string, headers: string) => `From: MAILER-DAEMON@mx.example.test\r
To: awards@example.test\r
Subject: Undelivered Mail Returned to Sender\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Description: Delivery report\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.test\r
\r
Final-Recipient: rfc822; nobody@firm.example.test\r
${report}\r
Diagnostic-Code: smtp; 550 5.1.1 <nobody@firm.example.test>: Recipient address\r
    rejected: User unknown\r
\r
--b\r
Content-Type: message/rfc822\r
\r
From: awards@example.test\r
${headers}\r
Subject: letter\r
\r
text\r
--b--\r
`;
const FAILED = 'Action: failed\r\nStatus: 5.1.1';
const OURS = [
  'X-Awards-Kind: score',
  'X-Awards-Subject:\r\n qd-2025.b.0123456789abcdef~score.1.1',
  'X-Awards-Round: qd-2025',
  'X-Awards-Person: expert.expert-0001',
].join('\r\n');

test('a bounce tells which letter came back, whose it was, and why; no address', () => {
  const read = readBounce(bounce(FAILED, OURS));
  expect(read).toEqual({
    ok: true,
    bounce: {
      roundId: 'qd-2025',
      about: 'qd-2025.b.0123456789abcdef~score.1.1',
      kind: 'score',
      person: { role: 'expert', id: 'expert-0001' },
      code: '5.1.1',
    },
  });
  expect(JSON.stringify(read)).not.toContain('@');
});

test.each([
  ['no report', 'a letter', 'no-report'],
  ['a delay', bounce('Action: delayed\r\nStatus: 4.4.1', OURS), 'not-final'],
  ['a success', bounce('Action: delivered\r\nStatus: 2.0.0', OURS), 'not-final'],
  ['another letter', bounce(FAILED, 'X-Other: 1'), 'not-ours'],
  ['markup for an id', bounce(FAILED, OURS.replace('expert.expert-0001', 'expert.<b>')), 'not-ours'],
])('%s is none', (_what, source, why) => {
  expect(readBounce(source)).toEqual({ ok: false, why });
});
