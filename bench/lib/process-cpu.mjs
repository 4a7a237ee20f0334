import { readdirSync, readFileSync } from 'node:fs';

/** `USER_HZ`: the unit of the times in /proc, the same on every Linux that people run. */
const TICK_MICROSECONDS = 10_000;

/**
 * CPU that a process and its living descendants used since they began.
 * @param {number} pid
 * @returns {number} microseconds, in user and system mode
 */
export function cpuOf(pid) {
  return familyOf(pid).reduce((sum, member) => sum + ownCpu(member), 0);
}

/**
 * Memory that a process and its descendants hold: what they share is counted once (PSS).
 * @param {number} pid
 * @returns {number} bytes
 */
export function memoryOf(pid) {
  return familyOf(pid).reduce((sum, member) => sum + ownMemory(member), 0);
}

/**
 * The most memory that a process held since it began, of itself alone.
 * @param {number} pid
 * @returns {number} bytes
 */
export function peakMemoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? '0') * 1024;
}

/** The process, its children, and theirs. */
function familyOf(pid) {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
}

/** Fields 14 and 15 of `stat`, counted behind the name, which may hold spaces (proc(5)). */
function ownCpu(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROSECONDS;
}

function ownMemory(pid) {
  const [, kilobytes = '0'] =
    /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
