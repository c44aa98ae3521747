import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api } from './package.mjs';

test('a transcript is checked, and what is wrong is told with its rule and its advice', () => {
  const report = api.check('S: 220 mx.example ESMTP\nC: MAIL FROM:<a@b.example>\nS: 503 5.5.1 EHLO first\nC: QUIT\nS: 221 Bye\n');
  assert.ok(report.findings.length > 0);
  const finding = report.findings.find(({ rule }) => rule === 'mail-before-ehlo');
  assert.ok(finding, JSON.stringify(report));
  assert.equal(finding.line, 2);
  assert.ok(finding.advice.length > 0);
  assert.equal(report.summary.errors, report.findings.filter(({ severity }) => severity === 'error').length);
  assert.equal(api.describeRule('mail-before-ehlo')?.['id'], 'mail-before-ehlo');
});

test('a reply is explained', () => {
  const explanation = api.explain('550 5.1.1 No such user');
  assert.equal(explanation.code, 550);
  assert.equal(explanation.enhanced, '5.1.1');
  assert.ok((explanation.meaning ?? '').length > 0);
  assert.ok((explanation.remedy ?? '').length > 0);
});

test('every error code has a number, a name and a kind', () => {
  const codes = api.errorCodes();
  assert.ok(codes.length > 10);
  for (const { number, name, kind, text } of codes) {
    assert.equal(typeof number, 'number');
    assert.match(name, /^[a-z0-9-]+$/);
    assert.ok(['usage', 'peer', 'limit', 'timeout', 'internal'].includes(kind), kind);
    assert.ok(text.length > 0);
  }
  assert.match(api.version(), /^\d+\.\d+\.\d+/);
});
