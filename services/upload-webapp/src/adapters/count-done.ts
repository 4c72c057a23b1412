/** Does something to each, one after the other. @returns to how many it was done: others may have come first */
export async function countDone<Item>(items: Item[], work: (item: Item) => Promise<boolean>): Promise<number> {
  let done = 0;
  for (const item of items) if (await work(item)) done += 1;
  return done;
}
