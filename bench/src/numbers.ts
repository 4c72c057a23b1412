/** The middle value; of an even count the lower middle one. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

export interface Measure {
  what: string;
  value: number;
  unit: '' | 'MiB' | 's';
  /** What the value must hold against, and in which direction. */
  bar: { at: 'least' | 'most'; value: number };
  note: string;
}

export const holds = ({ value, bar }: Measure): boolean =>
  bar.at === 'least' ? value >= bar.value : value <= bar.value;

/** One line a measure: what, the value, the bar, whether it holds, and what lies behind it. */
export function report(measures: Measure[]): string {
  return measures
    .map((measure) => {
      const { what, value, unit, bar, note } = measure;
      const mark = holds(measure) ? 'holds' : 'FALLS SHORT';
      return `${what}: ${value.toFixed(2)}${unit && ` ${unit}`} (at ${bar.at} ${bar.value}: ${mark}; ${note})`;
    })
    .join('\n');
}
