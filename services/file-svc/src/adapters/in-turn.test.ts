import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inTurns } from './in-turn.js';

/** Work on names that was asked for in this order. `begun` is what runs or has run; each ends when it is told how. */
function ask(...names: string[]) {
  const inTurn = inTurns((one: string, other: string) => one === other);
  const begun: number[] = [];
  const works = names.map((name, at) => {
    let end: (failure?: Error) => void = () => {};
    const ended = inTurn(name, () => {
      begun.push(at);
      return new Promise<void>((resolve, reject) => {
        end = (failure) => (failure ? reject(failure) : resolve());
      });
    });
    return { ended, end: (failure?: Error) => end(failure) };
  });
  return { begun, works };
}

it('lets work go on beside other work, and after that with which it clashes, in the order of the calls', async () => {
  const { begun, works } = ask('a', 'b', 'a', 'a');
  await turnOfLoop();
  expect(begun).toEqual([0, 1]);
  works[0]?.end();
  await turnOfLoop();
  expect(begun).toEqual([0, 1, 2]);
  works[2]?.end();
  await turnOfLoop();
  expect(begun).toEqual([0, 1, 2, 3]);
});

it('goes on after work that failed, whose failure is told to its caller alone', async () => {
  const { begun, works } = ask('a', 'a');
  await turnOfLoop();
  works[0]?.end(new Error('no disk'));
  await expect(works[0]?.ended).rejects.toThrow('no disk');
  await turnOfLoop();
  expect(begun).toEqual([0, 1]);
  works[1]?.end();
  await works[1]?.ended;
});
