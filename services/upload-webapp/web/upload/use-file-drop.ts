import { useEffect, useRef, useState } from 'react';
import { type DroppedFiles, readDropped } from './dropped-files.js';

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;

const isTextField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('textarea, input:not([type="file"])') !== null;

interface Listeners {
  onDragging(isDragging: boolean): void;
  onFiles(dropped: DroppedFiles): void;
}

/** Files that are dragged over the window, dropped anywhere on it, or pasted. */
function listen({ onDragging, onFiles }: Listeners): () => void {
  const stop = new AbortController();
  const on = <Name extends keyof WindowEventMap>(name: Name, listener: (event: WindowEventMap[Name]) => void) =>
    window.addEventListener(name, listener, { signal: stop.signal });

  const over = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    onDragging(true);
  };
  on('dragenter', over);
  on('dragover', over);
  // Only where the window is left there is no element that is entered.
  on('dragleave', ({ relatedTarget }) => relatedTarget === null && onDragging(false));
  on('keydown', ({ key }) => key === 'Escape' && onDragging(false));
  // Also when an area of the page takes the files, and stops the event there.
  window.addEventListener('drop', () => onDragging(false), { signal: stop.signal, capture: true });
  on('drop', (event) => {
    if (!carriesFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    void readDropped(event.dataTransfer).then(onFiles);
  });
  on('paste', ({ clipboardData, target }) => {
    // A text that was copied with its looks brings a picture of itself along.
    const isForField = isTextField(target) && clipboardData?.types.includes('text/plain');
    if (clipboardData && !isForField && clipboardData.files.length > 0)
      onFiles({ files: [...clipboardData.files], leftOut: 0 });
  });
  return () => stop.abort();
}

/** Takes files that are dropped anywhere on the page or pasted into it. Returns whether some are just over it. */
export function useFileDrop(onFiles: (dropped: DroppedFiles) => void): boolean {
  const [isDragging, setDragging] = useState(false);
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => listen({ onDragging: setDragging, onFiles: (dropped) => latest.current(dropped) }), []);
  return isDragging;
}
