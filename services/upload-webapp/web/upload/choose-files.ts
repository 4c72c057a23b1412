import type { MouseEvent } from 'react';
import { type FileWithHandle, withHandle } from './file-handle.js';
import { EXTENSIONS_BY_TYPE } from './media-files.js';

const isCancelled = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/**
 * Lets a click on a file field open the dialogue whose files the browser can open again after a reload, where it has one; the
 * field's own one otherwise, whose files come with its `change` event.
 */
export async function chooseFiles(
  event: MouseEvent<HTMLInputElement>,
  onFiles: (files: FileWithHandle[]) => void,
): Promise<void> {
  const input = event.currentTarget;
  if (!window.showOpenFilePicker || 'isPlain' in input.dataset) return;
  event.preventDefault();
  try {
    const types = [{ description: 'Video and sound', accept: EXTENSIONS_BY_TYPE }];
    const handles = await window.showOpenFilePicker({ multiple: input.multiple, types });
    onFiles(await Promise.all(handles.map(async (handle) => withHandle(await handle.getFile(), handle))));
  } catch (error) {
    if (isCancelled(error)) return;
    input.dataset.isPlain = '';
    input.click();
  }
}
