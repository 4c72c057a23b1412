import { readFile, writeFile } from 'node:fs/promises';

const KIB = 1_024;
const MIB = KIB * KIB;
/** Written to `clear_refs`, it sets the peak back to what is resident now (proc(5)). */
const RESET_PEAK = '5';

export const resetPeakMemory = (pid: number): Promise<void> => writeFile(`/proc/${pid}/clear_refs`, RESET_PEAK);

/** The most memory that was resident since the last reset, in MiB (VmHWM, proc(5)). */
export async function peakMemoryMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (!kib) throw new Error(`no VmHWM for process ${pid}`);
  return (Number(kib) * KIB) / MIB;
}
