// Loads the package by `import`; prints what does its work.

import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import * as smtpwire from 'smtpwire';
import talk from './session.cjs';

talk(smtpwire);

// The same classes by both ways in.
const required = createRequire(import.meta.url)('smtpwire');
for (const name of Object.keys(required)) assert.equal(smtpwire[name], required[name], name);
for (const name of Object.keys(smtpwire)) assert.ok(name in required, name);

console.log(smtpwire.backend);
if (smtpwire.fallbackReason !== undefined) console.log(smtpwire.fallbackReason);
