/**
 * Shares so many bytes of memory out, in the order in which they are asked for. Work that finds too few left waits; nothing
 * smaller overtakes it.
 */
export function memoryBudget(totalBytes: number) {
  let freeBytes = totalBytes;
  const waiting: { sizeBytes: number; start: () => void }[] = [];
  const letIn = () => {
    for (let next = waiting[0]; next && next.sizeBytes <= freeBytes; next = waiting[0]) {
      waiting.shift();
      freeBytes -= next.sizeBytes;
      next.start();
    }
  };
  return async <Result>(sizeBytes: number, work: () => Promise<Result>): Promise<Result> => {
    await new Promise<void>((start) => {
      waiting.push({ sizeBytes, start });
      letIn();
    });
    try {
      return await work();
    } finally {
      freeBytes += sizeBytes;
      letIn();
    }
  };
}
