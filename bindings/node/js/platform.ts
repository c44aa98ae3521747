/**
 * Which addon fits this process. `platforms.json` lists those that are made; the release fills the package
 * with one for each.
 */

import { readdirSync } from 'node:fs';

/** What is known of a process. */
export interface Host {
  platform: string;
  arch: string;
  /** Whether it runs on musl; looked at on Linux only. */
  musl: () => boolean;
}

/** The name that this process's addon has, or would have. */
export function platformName(host: Host): string {
  const { platform, arch } = host;
  if (platform === 'linux') return `linux-${arch}-${host.musl() ? 'musl' : 'gnu'}`;
  if (platform === 'win32') return `win32-${arch}-msvc`;
  return `${platform}-${arch}`;
}

/** This process. */
export const thisHost: Host = { platform: process.platform, arch: process.arch, musl: onMusl };

/** Which C library this process runs on: Node knows glibc's version, where it is glibc. */
function onMusl(): boolean {
  const header = reportHeader();
  if (header !== undefined) return header.glibcVersionRuntime === undefined;
  // No report (another runtime, or one that forbids it): musl's loader has its place.
  try {
    return readdirSync('/lib').some((name) => name.startsWith('ld-musl-'));
  } catch {
    return false;
  }
}

function reportHeader(): { glibcVersionRuntime?: string } | undefined {
  // The types know less than there is: `excludeNetwork` spares a look at every network interface.
  const report = process.report as (typeof process.report & { excludeNetwork?: boolean }) | undefined;
  if (typeof report?.getReport !== 'function') return undefined;
  const before = report.excludeNetwork;
  try {
    report.excludeNetwork = true;
    return (report.getReport() as unknown as { header?: { glibcVersionRuntime?: string } }).header;
  } catch {
    return undefined;
  } finally {
    if (before !== undefined) report.excludeNetwork = before;
  }
}
