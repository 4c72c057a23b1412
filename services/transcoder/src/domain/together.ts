/** Both at once; when one fails the other is broken off, and has ended when this rejects. */
export async function together<One, Other>(
  signal: AbortSignal,
  one: (signal: AbortSignal) => Promise<One>,
  other: (signal: AbortSignal) => Promise<Other>,
): Promise<[One, Other]> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  let first: { error: unknown } | undefined;
  const guarded = async <Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> => {
    try {
      return await work(either);
    } catch (error) {
      first ??= { error };
      over.abort(error);
      throw error;
    }
  };
  const all = [guarded(one), guarded(other)] as const;
  await Promise.allSettled(all);
  if (first) throw first.error;
  return Promise.all(all);
}
