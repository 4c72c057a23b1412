import type { Chapter, ProblemDocument } from '@kinora/contracts';
import { callForTag } from '@kinora/ui';
import { useCallback, useEffect, useState } from 'react';
import { videoPath } from '../video/use-live-video.js';
import { type ChapterRow, type RowErrors, readRows, rowErrors, toRow } from './chapter-rows.js';

type ChapterStatus = { at: 'loading' | 'idle' | 'saving' | 'saved' } | { at: 'refused'; problem: ProblemDocument };

interface Known {
  chapters: Chapter[];
  etag: string;
}

async function ask(id: string, init?: RequestInit): Promise<Known> {
  const { body, etag } = await callForTag(`${videoPath(id)}/chapters`, init);
  return { chapters: (body as { chapters: Chapter[] }).chapters, etag: etag ?? '' };
}

const put = (id: string, chapters: Chapter[], etag: string): Promise<Known> =>
  ask(id, {
    ...{ method: 'PUT', body: JSON.stringify({ chapters }) },
    headers: { 'Content-Type': 'application/json', 'If-Match': etag },
  });

/** Chapters as they are typed, and saved over those that they were typed for. What was typed stays, whatever becomes of it. */
export function useChapterRows(id: string, onKnown: (chapters: Chapter[]) => void) {
  const [rows, setRows] = useState<ChapterRow[]>([]);
  const [known, setKnown] = useState<Known>();
  const [status, setStatus] = useState<ChapterStatus>({ at: 'loading' });
  const [errors, setErrors] = useState<RowErrors>({});

  const take = useCallback(
    (now: Known, at: 'idle' | 'saved') => {
      setRows(now.chapters.map(toRow));
      setKnown(now);
      setErrors({});
      setStatus({ at });
      onKnown(now.chapters);
    },
    [onKnown],
  );
  const refuse = useCallback((problem: ProblemDocument) => setStatus({ at: 'refused', problem }), []);
  const load = useCallback(() => ask(id).then((now) => take(now, 'idle'), refuse), [id, take, refuse]);
  useEffect(() => void load(), [load]);

  const save = async (over = known?.etag) => {
    if (over === undefined) return;
    const { chapters, keys, errors: mistakes } = readRows(rows);
    setErrors(mistakes);
    if (Object.keys(mistakes).length > 0) return;
    setStatus({ at: 'saving' });
    await put(id, chapters, over).then(
      (now) => take(now, 'saved'),
      (problem: ProblemDocument) => {
        setErrors(rowErrors(keys, problem.errors));
        refuse(problem);
      },
    );
  };
  const change = (next: ChapterRow[]) => {
    setRows(next);
    if (status.at === 'saved') setStatus({ at: 'idle' });
  };
  const isKnown = known !== undefined;
  return { rows, change, status, errors, save, load, isKnown, hasSaved: isKnown && known.chapters.length > 0 };
}
