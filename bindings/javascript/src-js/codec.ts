// How it is said: commands, replies, addresses, content, read and written. Each file is one subject.

export * from './codec/about.js';
export * from './codec/commands.js';
export * from './codec/replies.js';
export * from './codec/addresses.js';
export * from './codec/content.js';
export * from './codec/streams.js';
export * from './codec/scram.js';
