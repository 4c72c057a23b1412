import { existsSync, readFileSync } from 'node:fs';

/** What a program may take of the machine. */
export interface Bounds {
  /** Its own memory: heap, stacks of its threads, private mappings. */
  maxMemoryBytes: number;
  /** Of one file that it writes. */
  maxFileBytes: number;
}

/** util-linux; elsewhere than on Linux there is neither, and programs run without these bounds. */
const PRLIMIT = '/usr/bin/prlimit';
const SETPRIV = '/usr/bin/setpriv';

/** A ladder has seven rungs, each with a segment and a list. */
const MAX_OPEN_FILES = 256;
const CAP_SETPCAP = 8n;

const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** The hard limit of this process, which its children may not exceed (getrlimit(2)). */
function hardLimit(name: string): number {
  const [, hard] = new RegExp(`^${name} +\\S+ +(\\d+)`, 'm').exec(read('/proc/self/limits')) ?? [];
  return hard === undefined ? Number.POSITIVE_INFINITY : Number(hard);
}

const bound = (option: string, name: string, value: number): string =>
  `--${option}=${Math.floor(Math.min(value, hardLimit(name)))}`;

/** Only who may drop capabilities has any that could be inherited: root, unless a container took them (capabilities(7)). */
function mayDropCapabilities(): boolean {
  const [, effective = '0'] = /^CapEff:\s*([0-9a-f]+)$/m.exec(read('/proc/self/status')) ?? [];
  return ((BigInt(`0x${effective}`) >> CAP_SETPCAP) & 1n) === 1n;
}

const NO_CAPABILITIES = ['--inh-caps=-all', '--bounding-set=-all'];

function limiter({ maxMemoryBytes, maxFileBytes }: Bounds): string[] {
  if (!existsSync(PRLIMIT)) return [];
  return [
    PRLIMIT,
    bound('data', 'Max data size', maxMemoryBytes),
    bound('fsize', 'Max file size', maxFileBytes),
    bound('nofile', 'Max open files', MAX_OPEN_FILES),
    '--core=0',
    '--',
  ];
}

/** Ends the program when its parent dies, so that a killed worker leaves no ffmpeg behind, and takes its rights away. */
function unprivileged(): string[] {
  if (!existsSync(SETPRIV)) return [];
  const capabilities = mayDropCapabilities() ? NO_CAPABILITIES : [];
  return [SETPRIV, '--pdeathsig', 'KILL', '--no-new-privs', ...capabilities, '--'];
}

/** What stands before a command to run it within bounds and without rights. The network stays: sources come by loopback. */
export const launcher = (bounds: Bounds): string[] => [...limiter(bounds), ...unprivileged()];
