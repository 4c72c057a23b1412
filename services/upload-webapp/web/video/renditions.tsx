import { Badge, formatBitrate, formatSize, ProgressBar } from '@kinora/ui';
import type { Conversion, ConversionRendition } from '../props.js';
import { renditionTitle } from './progress-words.js';

const State = ({ state, progress }: ConversionRendition) => {
  if (state === 'done') return <Badge tone="good">Done</Badge>;
  return state === 'waiting' ? <Badge>Waiting</Badge> : <Badge tone="busy">{progress} %</Badge>;
};

function RenditionRow({ rendition }: { rendition: ConversionRendition }) {
  const { state, progress, bitrateBps, sizeBytes, reason } = rendition;
  const title = renditionTitle(rendition);
  return (
    <li className="grid gap-1.5 border-t border-line py-3 first:border-t-0 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-semibold">{title}</h3>
        <State {...rendition} />
        {bitrateBps !== null && sizeBytes !== null && (
          <p className="ml-auto text-sm text-muted tabular-nums">
            {formatBitrate(bitrateBps)} · {formatSize(sizeBytes)}
          </p>
        )}
      </div>
      {state === 'encoding' && <ProgressBar label={`Making ${title}`} percent={progress} />}
      {reason && <p className="text-sm text-pretty text-muted">{sentence(reason)}</p>}
    </li>
  );
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** What is made of a video, and why: each rendition from the moment it is planned on, then what concerns them all. */
export function Renditions({ conversion: { renditions, reasons } }: { conversion: Conversion }) {
  const told = renditions.map(({ reason }) => reason).filter((reason) => reason !== '');
  const general = reasons.filter((reason) => !told.some((words) => reason.endsWith(words)));
  return (
    <div className="grid gap-5" data-testid="renditions">
      {renditions.length > 0 && (
        <ul>
          {renditions.map((rendition) => (
            <RenditionRow key={rendition.name} rendition={rendition} />
          ))}
        </ul>
      )}
      {general.length > 0 && (
        <ul className="grid list-disc gap-1 border-t border-line pt-4 pl-5 text-sm text-pretty text-muted first:border-t-0 first:pt-0">
          {general.map((reason) => (
            <li key={reason}>{sentence(reason)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
