import type { Caption, ProblemDocument } from '@kinora/contracts';
import { useEffect, useState } from 'react';
import { listCaptions } from './captions-api.js';

/** The captions of a video; undefined until they are known. */
export function useCaptions(videoId: string) {
  const [captions, setCaptions] = useState<Caption[]>();
  const [problem, setProblem] = useState<ProblemDocument>();
  const load = (): Promise<void> =>
    listCaptions(videoId).then((listed) => {
      setCaptions(listed);
      setProblem(undefined);
    }, setProblem);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `load` is another one with each rendering
  useEffect(() => void load(), [videoId]);
  return { captions, problem, load };
}
