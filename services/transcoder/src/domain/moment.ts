/** Something that one waits for and another brings about. */
export interface Moment {
  came: Promise<void>;
  comes(): void;
}

export function createMoment(): Moment {
  let comes = () => {};
  const came = new Promise<void>((resolve) => {
    comes = resolve;
  });
  return { came, comes };
}
