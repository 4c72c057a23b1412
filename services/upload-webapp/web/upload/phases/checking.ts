import type { ProblemDocument } from '@kinora/contracts';
import { type CheckDeps, checkFile } from '../check-file.js';
import { settleCheck } from '../queue-check.js';
import type { Work } from '../queue-store.js';
import { failing } from './failing.js';

/** Looks at a file before its first byte is sent. */
export const checking =
  (deps: CheckDeps): Work =>
  ({ key, file }, store) => {
    let isStopped = false;
    if (file)
      checkFile(file, deps).then(
        (checked) => isStopped || store.set(settleCheck(store.get(), key, checked)),
        (problem: ProblemDocument) => isStopped || failing(store, key)(problem),
      );
    return () => {
      isStopped = true;
    };
  };
