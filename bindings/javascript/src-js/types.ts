// What is given and what comes, as plain objects; each file is one subject.

export type * from './types/values.js';
export type * from './types/messages.js';
export type * from './types/events.js';
export type * from './types/configurations.js';
export type * from './types/limits.js';
export type * from './types/logins.js';
export type * from './types/options.js';
export type * from './types/tls.js';
