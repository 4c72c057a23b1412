/** Lines that stand together, between empty ones. */
export interface Block {
  /** Of its first line, from 1. */
  line: number;
  lines: string[];
}

function* linesOf(text: string): Generator<string> {
  let from = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
    yield text.slice(from, end);
    from = end + 1;
  }
  yield text.slice(from);
}

/** @param text with line feeds alone between its lines */
export function* blocksOf(text: string, isEmpty: (line: string) => boolean): Generator<Block> {
  let block: Block | undefined;
  let at = 0;
  for (const line of linesOf(text)) {
    at++;
    if (!isEmpty(line)) {
      block ??= { line: at, lines: [] };
      block.lines.push(line);
    } else if (block) {
      yield block;
      block = undefined;
    }
  }
  if (block) yield block;
}
