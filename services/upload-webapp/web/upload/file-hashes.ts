/** What the worker is asked: the whole file, or its ends and its size. */
export interface HashRequest {
  id: number;
  file: File;
  of: 'ends' | 'whole';
}

export type HashAnswer = { id: number; hex: string } | { id: number; error: string };

interface Waiting {
  resolve(hex: string): void;
  reject(error: Error): void;
}

/** A worker from another origin is not allowed: Vite's own server is one, so its worker is imported by one of this page. */
function startWorker(): Worker {
  if (!import.meta.env.DEV) return new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
  const address = new URL('./hash-worker.ts', import.meta.url).href;
  const script = new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(script), { type: 'module' });
}

export interface FileHashes {
  /** Hex. Finds the same file again without reading it whole. @throws Error when the file cannot be read */
  fingerprint(file: File): Promise<string>;
  /** Hex, of all bytes. @throws Error when the file cannot be read */
  sha256(file: File): Promise<string>;
}

/** SHA-256 in a thread of its own, so that the page stays alive while gigabytes are read. */
export function createFileHashes(): FileHashes {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;

  function settle(answer: HashAnswer): void {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('hex' in answer) asked?.resolve(answer.hex);
    else asked?.reject(new Error(answer.error));
  }

  function start(): Worker {
    const started = startWorker();
    started.addEventListener('message', ({ data }: MessageEvent<HashAnswer>) => settle(data));
    started.addEventListener('error', () => {
      for (const id of [...waiting.keys()]) settle({ id, error: 'the worker has failed' });
    });
    return started;
  }

  const ask = (file: File, of: HashRequest['of']) =>
    new Promise<string>((resolve, reject) => {
      worker ??= start();
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, file, of } satisfies HashRequest);
    });

  return { fingerprint: (file) => ask(file, 'ends'), sha256: (file) => ask(file, 'whole') };
}
