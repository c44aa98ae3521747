// Loads the package by `require`; prints what does its work.

'use strict';

const smtpwire = require('smtpwire');
const talk = require('./session.cjs');

talk(smtpwire);

console.log(smtpwire.backend);
if (smtpwire.fallbackReason !== undefined) console.log(smtpwire.fallbackReason);
