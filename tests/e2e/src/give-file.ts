import type { Locator } from 'playwright-core';

interface GivenFile {
  name: string;
  type: string;
  bytes: Buffer;
}

interface Given {
  name: string;
  type: string;
  base64: string;
  how: 'drop' | 'paste';
  text: string | undefined;
}

function give(target: Element, { name, type, base64, how, text }: Given): void {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  if (text !== undefined) carried.setData('text/plain', text);
  const options = { bubbles: true, cancelable: true };
  target.dispatchEvent(
    how === 'drop'
      ? new DragEvent('drop', { ...options, dataTransfer: carried })
      : new ClipboardEvent('paste', { ...options, clipboardData: carried }),
  );
}

const given = (where: Locator, how: Given['how'], { bytes, ...file }: GivenFile, text?: string) =>
  where.evaluate(give, { ...file, how, text, base64: bytes.toString('base64') });

/** Drops a file on something of the page. */
export const dropFile = (where: Locator, file: GivenFile) => given(where, 'drop', file);

/** Pastes a file there. @param text what the clipboard holds beside it */
export const pasteFile = (where: Locator, file: GivenFile, text?: string) => given(where, 'paste', file, text);
